//! DP21: an example of ours that was left in, told from the very examples that the program shows.

use serde_json::Value;

use super::{Context, Rule};
use crate::diagnostic::{Finding, Place};
use crate::domain::identifiers::normalise;
use crate::domain::{candidat, periode};
use crate::rules::words;
use crate::sources::dossier::SHAPES;
use crate::sources::reader::join;
use crate::sources::schema::{Key, Node};

pub static RULE: Rule = Rule::dossier("DP21", check);

fn check(ctx: &Context) -> Vec<Finding> {
    let dossier = ctx.dossier;
    let mut out = Vec::new();
    let mut look = |file: &str, value: serde_json::Result<Value>, shape: &Node| {
        let mut left = Vec::new();
        find(&value.unwrap_or_default(), shape, "", &mut left);
        out.extend(told(file, &left));
    };
    look(candidat::FILE, serde_json::to_value(&dossier.candidat), &SHAPES.candidat);
    let periodes = serde_json::to_value(&dossier.periodes).map(|all| serde_json::json!({ "periode": all }));
    look(periode::FILE, periodes, &SHAPES.periodes);
    for e in &dossier.entreprises {
        look(&e.file(), serde_json::to_value(e), &SHAPES.entreprise);
    }
    for f in &dossier.fiches {
        look(&f.file, serde_json::to_value(f), &SHAPES.fiche);
    }
    out
}

/// The paths below `path` whose value is our example of something invented.
fn find(value: &Value, shape: &Node, path: &str, out: &mut Vec<String>) {
    match (shape, value) {
        (Node::Table(keys), Value::Object(table)) => {
            for key in keys {
                let (Some(value), path) = (table.get(&key.name), join(path, &key.name)) else { continue };
                match value {
                    _ if key.invented => copied(key, value, path, out),
                    _ => find(value, &key.node, &path, out),
                }
            }
        }
        (Node::List(inner), Value::Array(items)) => {
            for (i, item) in items.iter().enumerate() {
                find(item, inner, &format!("{path}[{i}]"), out);
            }
        }
        _ => {}
    }
}

fn copied(key: &Key, value: &Value, path: String, out: &mut Vec<String>) {
    let Some(example) = key.example.as_ref().and_then(Value::as_str) else { return };
    let same = |v: &Value| v.as_str().is_some_and(|text| normalise(text) == normalise(example));
    match value {
        Value::Array(items) => {
            out.extend(items.iter().enumerate().filter(|(_, v)| same(v)).map(|(i, _)| format!("{path}[{i}]")));
        }
        one if same(one) => out.push(path),
        _ => {}
    }
}

/// Once for a file: they were left together.
fn told(file: &str, left: &[String]) -> Option<Finding> {
    let first = left.first()?;
    let names = words::and(left.iter().map(|path| format!("« {} »", bare(path))));
    let (say, examples) = if left.len() > 1 { ("disent", "les exemples") } else { ("dit", "l’exemple") };
    let message = format!("{names} {say} encore l’exemple que liasse montre");
    let found = RULE.at(Place::value(file, first), message);
    let others = left[1..].iter();
    let found = others.fold(found, |f, path| f.related(Place::value(file, path), "un autre exemple"));
    Some(found.help(format!("remplacez {examples} par ce qui est vrai, ou supprimez la ligne")))
}

/// "produit.nom" of `produit[0].nom`.
fn bare(path: &str) -> String {
    path.split('.').map(|step| step.split('[').next().unwrap_or(step)).collect::<Vec<_>>().join(".")
}
