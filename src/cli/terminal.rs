//! What the terminal can do.

use std::io::IsTerminal;

use crate::diagnostic::human::{Color, Style};

/// Widest line that reads well.
const MAX_WIDTH: usize = 110;

/// How to print on the standard output: colours only on a terminal that wants them, lines as wide as it is.
pub fn stdout_style() -> Style {
    if !std::io::stdout().is_terminal() {
        return Style::PLAIN;
    }
    let no_color = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|v| v == "dumb");
    let color = if no_color || dumb { Color::Plain } else { Color::Ansi };
    let width = terminal_size::terminal_size().map_or(Style::PLAIN.width, |(w, _)| usize::from(w.0));
    Style { color, width: width.clamp(40, MAX_WIDTH) }
}
