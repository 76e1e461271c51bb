//! The fonts of the documents, installed for the other systems as on a machine of theirs.

use std::fs;
use std::path::{Path, PathBuf};

use ttf_parser::{Face, name_id};

/// Puts the fonts that a build emitted into a folder, under names that say what they are.
pub fn installer(emises: &Path, vers: &Path) {
    fs::create_dir_all(vers).expect("a folder");
    for entry in fs::read_dir(emises).expect("the emitted fonts") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a font");
        let face = Face::parse(&bytes, 0).expect("a font");
        let told = |id| face.names().into_iter().filter(|n| n.name_id == id).find_map(|n| n.to_string());
        let (family, style) = (told(name_id::FAMILY).expect("a family"), told(name_id::SUBFAMILY).expect("a style"));
        let name = format!("{}-{}.ttf", family.replace(' ', ""), style.replace(' ', ""));
        fs::write(vers.join(name), bytes).expect("a font");
    }
}

/// A fontconfig file that adds a folder of fonts to those of the machine; its cache stands beside it.
pub fn fontconfig(polices: &Path, travail: &Path) -> PathBuf {
    let file = travail.join("fonts.conf");
    let text = format!(
        "<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">\n<fontconfig>\n\
         <include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include>\n<dir>{}</dir>\n<cachedir>{}</cachedir>\n\
         </fontconfig>\n",
        super::html::echapper(&polices.to_string_lossy()),
        super::html::echapper(&travail.join("cache-polices").to_string_lossy()),
    );
    fs::write(&file, text).expect("a file");
    file
}
