//! A process that works at what a stranger sent, held by the system: it writes in its folder alone, or nowhere, and reaches no
//! network. Where the system knows no such thing, it works all the same.

use std::io;
use std::path::Path;

/// Holds this thread, those that it starts, and the processes that they start, for good. To be called before there is another
/// thread. Whether the system keeps it from writing anywhere but in `folder`.
///
/// # Errors
/// The system can hold it, and fails to.
pub fn confine(folder: Option<&Path>) -> io::Result<bool> {
    #[cfg(target_os = "linux")]
    {
        linux::off_the_network().map_err(io::Error::other)?;
        linux::within(folder).map_err(io::Error::other)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        Ok(false)
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::path::Path;

    use landlock::{
        ABI, Access as _, AccessFs, AccessNet, PathBeneath, PathFd, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _,
        RulesetStatus, Scope,
    };

    type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

    /// What is handled of what a kernel may know: the rest of an older one is left out by the library.
    const KNOWN: ABI = ABI::V6;
    /// Where what nobody reads is written.
    const NOWHERE: &str = "/dev/null";

    /// Writing, as the kernel has it: making, changing, moving, removing.
    pub fn within(folder: Option<&Path>) -> Done<bool> {
        let writes = AccessFs::from_write(KNOWN);
        let mut rules = Ruleset::default()
            .handle_access(writes)?
            .handle_access(AccessNet::from_all(KNOWN))?
            .scope(Scope::from_all(KNOWN))?
            .create()?;
        if let Some(folder) = folder {
            rules = rules.add_rule(PathBeneath::new(PathFd::new(folder)?, writes))?;
        }
        let rules = match PathFd::new(NOWHERE) {
            Ok(nowhere) => rules.add_rule(PathBeneath::new(nowhere, AccessFs::WriteFile))?,
            Err(_) => rules,
        };
        Ok(rules.restrict_self()?.ruleset != RulesetStatus::NotEnforced)
    }

    /// No socket is made, of any kind. Landlock knows those of TCP alone, and not everywhere.
    #[cfg(all(
        target_endian = "little",
        any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
    ))]
    pub fn off_the_network() -> Done<()> {
        use seccompiler::{BpfProgram, Error, SeccompAction, SeccompFilter, TargetArch, apply_filter};
        // The second makes sockets too.
        let calls = [libc::SYS_socket, libc::SYS_io_uring_setup].map(|call| (call, Vec::new()));
        let refused = SeccompAction::Errno(libc::EACCES.unsigned_abs());
        let arch = TargetArch::try_from(std::env::consts::ARCH)?;
        let filter = SeccompFilter::new(calls.into_iter().collect(), SeccompAction::Allow, refused, arch)?;
        match apply_filter(&BpfProgram::try_from(filter)?) {
            // A kernel that was built without it, or what this process is in already does not let it.
            Err(Error::Seccomp(_) | Error::Prctl(_)) => Ok(()),
            done => Ok(done?),
        }
    }

    #[cfg(not(all(
        target_endian = "little",
        any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
    )))]
    pub fn off_the_network() -> Done<()> {
        Ok(())
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use std::fs;
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixStream;
    use std::process::Command;

    /// Set for the process that is held: where its folder and the other one are.
    const HOME: &str = "LIASSE_ESSAI_CONFINEMENT";

    /// In a process of its own, as it is for good.
    #[test]
    fn what_is_held_writes_in_its_folder_alone_and_reaches_no_network() {
        if let Some(home) = std::env::var_os(HOME) {
            return held(Path::new(&home));
        }
        let home = tempfile::tempdir().unwrap();
        for folder in ["dedans", "dehors"] {
            fs::create_dir(home.path().join(folder)).unwrap();
            fs::write(home.path().join(folder).join("temoin"), "intact").unwrap();
        }
        let name = "pipeline::confinement::tests::what_is_held_writes_in_its_folder_alone_and_reaches_no_network";
        let mut child = Command::new(std::env::current_exe().unwrap());
        let out = child.args(["--exact", name, "--nocapture"]).env(HOME, home.path()).output().unwrap();
        let said = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
        assert!(out.status.success() && said.contains("1 passed"), "{said}");
        if said.contains("SKIPPED") {
            return eprintln!("SKIPPED: this kernel has no Landlock");
        }
        let outside = home.path().join("dehors");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(outside.join("temoin")).unwrap(), "intact");
        assert!(home.path().join("dedans/fait").is_file());
    }

    fn held(home: &Path) {
        let (inside, outside) = (home.join("dedans"), home.join("dehors"));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let kept = confine(Some(&inside)).unwrap();
        assert!(TcpStream::connect(at).is_err() && UdpSocket::bind("127.0.0.1:0").is_err());
        assert!(UnixStream::pair().is_ok() && UnixStream::connect(home.join("prise")).is_err());
        if !kept {
            return eprintln!("SKIPPED");
        }
        fs::write(inside.join("neuf"), "fait").unwrap();
        fs::rename(inside.join("neuf"), inside.join("fait")).unwrap();
        fs::write("/dev/null", "rien").unwrap();
        assert_eq!(fs::read_to_string(outside.join("temoin")).unwrap(), "intact");
        let witness = outside.join("temoin");
        assert!(fs::write(outside.join("x"), "").is_err());
        assert!(fs::File::options().append(true).open(&witness).is_err());
        assert!(fs::remove_file(&witness).is_err() && fs::rename(&witness, outside.join("y")).is_err());
        assert!(fs::rename(inside.join("fait"), outside.join("fait")).is_err());
        assert!(fs::create_dir(outside.join("d")).is_err() && symlink("temoin", outside.join("l")).is_err());
        // A link inside leads nowhere else.
        symlink(&outside, inside.join("lien")).unwrap();
        assert!(fs::write(inside.join("lien/x"), "").is_err());
        // Nor does another program that it starts.
        let line = format!("echo x > {0}/dehors/z || echo y > {0}/dedans/par-un-autre", home.display());
        assert!(Command::new("sh").args(["-c", &line]).status().unwrap().success());
        assert!(!outside.join("z").exists() && inside.join("par-un-autre").is_file());
    }
}
