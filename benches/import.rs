//! `import` of a whole region's pupils from SIECLE, with their parents: how long it takes, and the memory that it takes.

mod support;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};

use support::{Bench, Times, liasse, temporary, time_and_peak};

const PUPILS: u32 = 20_000;
const RUNS: usize = 3;
/// MiB that an import may take at its peak.
const PEAK: f64 = 100.0;

fn main() -> ExitCode {
    let mut bench = Bench::begin("import of a SIECLE set, with parents and addresses");
    let work = temporary();
    let export = work.path().join("siecle");
    std::fs::create_dir(&export).expect("a folder");
    let files = [
        write(&export, "ElevesAvecAdresses.xml", "BEE_ELEVES", &pupils),
        write(&export, "Structures.xml", "BEE_STRUCTURES", &classes),
        write(&export, "ResponsablesAvecAdresses.xml", "BEE_RESPONSABLES", &parents),
    ];
    let (mut first, mut again, mut peak) = (Times::default(), Times::default(), 0.0_f64);
    for run in 0..RUNS {
        let to = work.path().join(format!("promotion-{run}"));
        for times in [&mut first, &mut again] {
            let mut import = liasse();
            import.arg("import").args(&files).args(["--session", "2026", "--to"]).arg(&to).stdout(Stdio::null());
            let (taken, found) = time_and_peak(&mut import);
            times.push(taken);
            peak = peak.max(found);
        }
        let rows = std::fs::read_to_string(to.join("etudiants.csv")).expect("the table").lines().count();
        assert_eq!(rows, PUPILS as usize + 1, "a row for each pupil");
    }
    bench.header();
    bench.row(&format!("{PUPILS} pupils into a new promotion"), &first, None);
    bench.row("the same again", &again, None);
    println!();
    if Path::new("/proc/self/status").exists() {
        bench.promise("peak memory of an import", peak, PEAK, true, " MiB");
    } else {
        println!("SKIPPED, NOT MEASURED: the peak of memory is read in /proc");
    }
    bench.end()
}

type Out<'a> = &'a mut BufWriter<File>;

/// Writes a document and gives its path.
fn write(folder: &Path, name: &str, root: &str, data: &dyn Fn(Out<'_>) -> std::io::Result<()>) -> std::path::PathBuf {
    let path = folder.join(name);
    let all = || -> std::io::Result<()> {
        #[allow(clippy::disallowed_methods, reason = "a bench has its own files")]
        let mut out = BufWriter::new(File::create(&path)?);
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><{root} VERSION=\"2.1\"><DONNEES>")?;
        data(&mut out)?;
        writeln!(out, "</DONNEES></{root}>")?;
        out.flush()
    };
    all().expect("an export");
    path
}

fn pupils(out: Out<'_>) -> std::io::Result<()> {
    writeln!(out, "<ELEVES>")?;
    for i in 0..PUPILS {
        // A day of each year that some pupils are of age and some are not.
        let (day, month, year) = (1 + i % 28, 1 + i % 12, 2004 + i % 6);
        writeln!(
            out,
            "<ELEVE ELEVE_ID=\"{i}\" ELENOET=\"{i}\">\n<ID_NATIONAL>{:010}A</ID_NATIONAL>\n\
             <NOM_DE_FAMILLE>LE GUENNEC-CŒURET {i}</NOM_DE_FAMILLE>\n<PRENOM>Maël</PRENOM>\n<PRENOM2>Yann</PRENOM2>\n\
             <DATE_NAISS>{day:02}/{month:02}/{year}</DATE_NAISS>\n<DOUBLEMENT>0</DOUBLEMENT>\n<CODE_PAYS>100</CODE_PAYS>\n\
             <MEL>eleve.{i}@courriel.example</MEL>\n<CODE_SEXE>1</CODE_SEXE>\n<CODE_STATUT>ST</CODE_STATUT>\n\
             <SCOLARITE_AN_DERNIER>\n<CODE_RNE>0010856A</CODE_RNE>\n<DENOM_PRINC>LYCEE GENERAL</DENOM_PRINC>\n\
             </SCOLARITE_AN_DERNIER>\n</ELEVE>",
            1_000_000 + i
        )?;
    }
    writeln!(out, "</ELEVES>")
}

fn classes(out: Out<'_>) -> std::io::Result<()> {
    writeln!(out, "<STRUCTURES>")?;
    for i in 0..PUPILS {
        writeln!(
            out,
            "<STRUCTURES_ELEVE ELEVE_ID=\"{i}\">\n<STRUCTURE>\n<CODE_STRUCTURE>2BTS{}</CODE_STRUCTURE>\n\
             <TYPE_STRUCTURE>D</TYPE_STRUCTURE>\n</STRUCTURE>\n</STRUCTURES_ELEVE>",
            i % 700
        )?;
    }
    writeln!(out, "</STRUCTURES>")
}

/// Two parents for each pupil, each with an address.
fn parents(out: Out<'_>) -> std::io::Result<()> {
    writeln!(out, "<PERSONNES>")?;
    for i in 0..2 * PUPILS {
        writeln!(
            out,
            "<PERSONNE PERSONNE_ID=\"{i}\">\n<NOM_DE_FAMILLE>LE GUENNEC-CŒURET</NOM_DE_FAMILLE>\n<PRENOM>Anaïs</PRENOM>\n\
             <TEL_PORTABLE>06 00 00 00 00</TEL_PORTABLE>\n<ADRESSE_ID>{i}</ADRESSE_ID>\n</PERSONNE>"
        )?;
    }
    writeln!(out, "</PERSONNES>\n<RESPONSABLES>")?;
    for i in 0..2 * PUPILS {
        writeln!(
            out,
            "<RESPONSABLE_ELEVE>\n<ELEVE_ID>{}</ELEVE_ID>\n<PERSONNE_ID>{i}</PERSONNE_ID>\n\
             <RESP_LEGAL>{}</RESP_LEGAL>\n</RESPONSABLE_ELEVE>",
            i / 2,
            1 + i % 2
        )?;
    }
    writeln!(out, "</RESPONSABLES>\n<ADRESSES>")?;
    for i in 0..2 * PUPILS {
        writeln!(
            out,
            "<ADRESSE ADRESSE_ID=\"{i}\">\n<LIGNE1_ADRESSE>{i} ROUTE DE L'ÉTANG</LIGNE1_ADRESSE>\n\
             <LIGNE3_ADRESSE>LIEU-DIT KERŒUVRE</LIGNE3_ADRESSE>\n<CODE_POSTAL>09100</CODE_POSTAL>\n\
             <LIBELLE_POSTAL>PAMIERS</LIBELLE_POSTAL>\n</ADRESSE>"
        )?;
    }
    writeln!(out, "</ADRESSES>")
}
