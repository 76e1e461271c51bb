//! The invariants of ARCHITECTURE.md: layers import downwards only, each file says its one reason to be.

use std::path::{Path, PathBuf};

/// The layers, lowest first. Modules of one layer do not import each other.
const LAYERS: &[&[&str]] = &[
    &["diagnostic"],
    &["domain"],
    &["disk", "fonts", "zip"],
    &["sources"],
    &["archive", "rules", "templates", "typeset"],
    &["pipeline", "watch"],
    &["cli"],
];

fn source_files() -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = walkdir::WalkDir::new(src).into_iter().map(|e| e.unwrap().into_path());
    files.filter(|p| p.extension().is_some_and(|e| e == "rs")).collect()
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|names| names.contains(&module))
}

/// The top-level module that a file belongs to.
fn module_of(file: &Path) -> String {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = file.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

/// Every `crate::x` of a text, comments left out.
fn imports(text: &str) -> Vec<String> {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut out = Vec::new();
    for part in code.split("crate::").skip(1) {
        let name = |s: &str| s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match part.strip_prefix('{') {
            Some(group) => {
                let group = group.split('}').next().unwrap_or_default();
                out.extend(group.split(',').map(|s| name(s.trim())));
            }
            None => out.push(name(part)),
        }
    }
    out
}

#[test]
fn layers_import_downwards_only() {
    let mut wrong = Vec::new();
    for file in source_files() {
        let module = module_of(&file);
        let Some(here) = layer(&module) else { continue };
        for import in imports(&std::fs::read_to_string(&file).unwrap()) {
            if import != module && layer(&import).is_some_and(|there| there >= here) {
                wrong.push(format!("{}: {module} imports {import}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "layers import downwards only:\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_layer() {
    for file in source_files() {
        let module = module_of(&file);
        let known = ["lib", "main"].contains(&module.as_str()) || layer(&module).is_some();
        assert!(known, "give {module} its place in LAYERS and in ARCHITECTURE.md");
    }
}

#[test]
fn every_file_says_its_reason_to_be() {
    for file in source_files() {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not say what it is for", file.display());
    }
}

/// Only these touch the disk: readers, the writer, and what embeds.
#[test]
fn the_disk_has_its_doors() {
    const DOORS: &[&str] = &[
        "src/disk.rs",
        "src/sources/",
        "src/archive/",
        "src/pipeline/output.rs",
        "src/pipeline/output/",
        "src/pipeline/manifest.rs",
        "src/pipeline/build.rs",
        "src/pipeline/coffre.rs",
        "src/pipeline/ensembles.rs",
        "src/pipeline/extraction.rs",
        "src/pipeline/reproduction.rs",
    ];
    for file in source_files() {
        let path = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let touches = code.lines().any(|l| !l.trim_start().starts_with("//") && l.contains("fs::"));
        assert!(!touches || DOORS.iter().any(|d| path.starts_with(d)), "{path} reads or writes the disk itself");
    }
}

/// What is imported is what the ARCHITECTURE names, a line each.
#[test]
fn every_dependency_is_justified() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest: toml::Table = std::fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
        for name in manifest.get(section).and_then(|t| t.as_table()).into_iter().flat_map(|t| t.keys()) {
            assert!(text.contains(&format!("`{name}`")), "{name} needs its line in ARCHITECTURE.md");
        }
    }
}
