//! Tells cargo that the embedded templates are inputs, new files included.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
