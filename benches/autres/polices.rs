//! The fonts of the documents, installed for the other systems as on a machine of theirs.

use std::fs;
use std::path::{Path, PathBuf};

use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};

/// Puts the fonts that a build emitted into a folder, under names that say what they are.
pub fn installer(emises: &Path, vers: &Path) {
    fs::create_dir_all(vers).expect("a folder");
    for entry in fs::read_dir(emises).expect("the emitted fonts") {
        let bytes = fs::read(entry.expect("an entry").path()).expect("a font");
        let font = FontRef::new(&bytes).expect("a font");
        let told = |id| font.localized_strings(id).english_or_first().map(|name| name.to_string());
        let family = told(StringId::FAMILY_NAME).expect("a family");
        let style = told(StringId::SUBFAMILY_NAME).expect("a style");
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
