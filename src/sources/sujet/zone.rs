//! To whom the text of a subject goes as it is read, and what it goes back to after what is set aside.

/// Where the text that is being read goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    Introduction,
    Situation,
    /// Of the question that was opened last.
    Enonce,
    /// Below a heading of that level, for the jury.
    Corrige(u8),
    Bareme(u8),
    /// Nowhere, up to the next heading of that level or above; then to where it went before, if that was the candidate's.
    Nowhere {
        level: u8,
        then: Open,
    },
}

/// What a text belonged to before some of it was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    Introduction,
    Situation,
    Enonce,
    /// The answer was told: nothing more is the candidate's.
    Jury,
}

impl Zone {
    /// Nowhere, from what was meant as a heading of `level` (the last one, where it has none) up to the next heading that cannot be
    /// of what is set aside: in an introduction or a situation, those of the third level and below are anybody's.
    pub fn aside(self, level: u8) -> Zone {
        let then = self.open();
        let level = if matches!(then, Open::Introduction | Open::Situation) { level.min(2) } else { level };
        Zone::Nowhere { level, then }
    }

    pub fn open(self) -> Open {
        match self {
            Zone::Introduction => Open::Introduction,
            Zone::Situation => Open::Situation,
            Zone::Enonce => Open::Enonce,
            Zone::Corrige(_) | Zone::Bareme(_) => Open::Jury,
            Zone::Nowhere { then, .. } => then,
        }
    }
}
