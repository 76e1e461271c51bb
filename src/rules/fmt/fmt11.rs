//! FMT11: a Markdown construct that is not accepted, raw HTML first of all.

use super::{Rule, told};
use crate::diagnostic::Finding;
use crate::domain::fault::{Construct, Fault, FaultKind};

pub static RULE: Rule = Rule::files("FMT11", check);

fn check(faults: &[Fault]) -> Vec<Finding> {
    told(faults, |place, kind| {
        let FaultKind::Markdown { construct } = kind else { return None };
        let (found, help) = words(*construct);
        Some(RULE.at(place.clone(), found).help(help))
    })
}

/// What was found, and what to write instead.
fn words(construct: Construct) -> (&'static str, &'static str) {
    match construct {
        Construct::Html => (
            "le texte contient du HTML, qui n’est pas accepté",
            "écrivez des paragraphes, **gras**, *italique*, des listes, des tableaux, des liens ou des images ; pour un \
             signe « < », écrivez \\<",
        ),
        Construct::Link => (
            "le texte contient un lien qui n’est ni http(s) ni mailto, qui n’est pas accepté",
            "donnez l’adresse d’une page (https://…) ou un courriel (mailto:…), ou écrivez un texte sans lien",
        ),
        Construct::Depth => (
            "le texte contient trop de niveaux imbriqués, ce qui n’est pas accepté",
            "ramenez les listes et les citations à quelques niveaux",
        ),
        Construct::Strikethrough => (
            "ce texte est barré (~~…~~) : on ne saurait s’il compte",
            "supprimez-le, ou ôtez les « ~~ » ; pour les imprimer, écrivez \\~\\~",
        ),
        Construct::Footnote => (
            "les notes de bas de page ne sont pas imprimées",
            "mettez la note entre parenthèses dans la phrase, ou en fin de texte",
        ),
        Construct::Formula => (
            "cette formule serait imprimée telle qu’elle est tapée",
            "écrivez le calcul en toutes lettres ou avec × ÷ − = ² ; pour un signe « $ » ou « \\ », écrivez \\$ ou \\\\",
        ),
        Construct::PageBreak => (
            "un saut de page ne se demande pas dans le texte : la mise en page est faite à l’impression",
            "supprimez cette ligne",
        ),
        Construct::Highlight => ("le surlignage (==…==) n’est pas imprimé", "écrivez **…** pour du gras"),
        Construct::Superscript => {
            ("cet exposant serait imprimé avec ses « ^ »", "écrivez le signe lui-même : m², m³, n°, 1er")
        }
        Construct::Admonition => (
            "un encadré [!…] serait imprimé tel qu’il est tapé",
            "écrivez un mot en gras au début du paragraphe : **Remarque.**",
        ),
        Construct::SpacedLink => (
            "l’adresse de ce lien contient une espace : il serait imprimé tel qu’il est tapé",
            "écrivez l’adresse entre < et > : [texte](<https://…>), ou remplacez chaque espace par %20",
        ),
        Construct::Attributes => (
            "ces réglages entre accolades seraient imprimés tels qu’ils sont tapés",
            "supprimez-les : la taille et la place sont celles de la mise en page",
        ),
        Construct::TableWithoutRule => (
            "ce tableau n’a pas sa ligne de tirets : il serait imprimé en une seule phrase",
            "sous la ligne des titres, ajoutez une ligne |---|---| avec autant de colonnes",
        ),
        Construct::TooManyCells => (
            "cette ligne a plus de cases que le tableau n’a de colonnes : les dernières ne seraient pas imprimées",
            "ajoutez une colonne à la ligne des titres et à celle des tirets, ou ôtez la case ; pour un « | » dans un \
             texte, écrivez \\|",
        ),
        Construct::PastedTable => (
            "ces lignes séparées par des tabulations sont celles d’un tableau copié : elles seraient imprimées en une seule \
             phrase",
            "écrivez un tableau (| a | b |, puis |---|---|), ou une liste dont chaque ligne commence par « - »",
        ),
        Construct::HeadingWithoutSpace => (
            "un titre veut une espace après ses « # » : celui-ci serait imprimé tel qu’il est tapé",
            "écrivez « # Titre » ; pour imprimer le signe, écrivez \\#",
        ),
        Construct::HeadingInRetreat => (
            "ce titre est en retrait de quatre espaces ou plus : il n’ouvre pas de rubrique",
            "ôtez les espaces ou la tabulation qui précèdent le « # »",
        ),
        Construct::Underline => (
            "la ligne de tirets fait un titre de tout le paragraphe qui la précède",
            "laissez une ligne vide au-dessus des tirets",
        ),
        Construct::Greater => (
            "« > » au début d’une ligne ouvre une citation : le signe ne serait pas imprimé",
            "écrivez « plus de », ou \\> pour imprimer le signe",
        ),
        Construct::Plus => (
            "« + » au début d’une ligne ouvre une liste : le signe ne serait pas imprimé",
            "écrivez « plus », ou \\+ pour imprimer le signe",
        ),
    }
}
