//! Messages between the parent and its workers: a kind, a length, that many bytes.

use std::io::{Error, ErrorKind, Read, Result, Write};

/// Longest message, in bytes: a task with its pictures stays far below.
const LIMIT: u32 = 256 << 20;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Bytes that tasks name: their digest, then themselves.
    Blob = 1,
    /// How many times its ordinary time a task may take (4 bytes, little end first), then the task.
    Task = 2,
    /// The answer to a task; the worker takes another one.
    Answer = 3,
    /// The answer to a task; the worker stops there.
    LastAnswer = 4,
}

/// Writes one message made of `parts`, one after the other.
///
/// # Errors
/// The other side is gone, or the message is too long.
pub fn write(to: &mut impl Write, kind: Kind, parts: &[&[u8]]) -> Result<()> {
    let length: usize = parts.iter().map(|p| p.len()).sum();
    let length = u32::try_from(length).ok().filter(|n| *n <= LIMIT).ok_or(ErrorKind::InvalidInput)?;
    to.write_all(&[kind as u8])?;
    to.write_all(&length.to_le_bytes())?;
    for part in parts {
        to.write_all(part)?;
    }
    to.flush()
}

/// Reads the next message; `None` at the end.
///
/// # Errors
/// What comes is no message, or ends in the middle of one.
pub fn read(from: &mut impl Read) -> Result<Option<(Kind, Vec<u8>)>> {
    let mut head = [0; 5];
    if from.read(&mut head[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut head[1..])?;
    let kind = match head[0] {
        1 => Kind::Blob,
        2 => Kind::Task,
        3 => Kind::Answer,
        4 => Kind::LastAnswer,
        _ => return Err(Error::from(ErrorKind::InvalidData)),
    };
    let length = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
    if length > LIMIT {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut body = vec![0; length as usize];
    from.read_exact(&mut body)?;
    Ok(Some((kind, body)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_a_cut_is_told() {
        let mut bytes = Vec::new();
        write(&mut bytes, Kind::Task, &[b"ab", b"", b"c"]).unwrap();
        write(&mut bytes, Kind::Answer, &[]).unwrap();
        let mut all = &bytes[..];
        assert_eq!(read(&mut all).unwrap(), Some((Kind::Task, b"abc".to_vec())));
        assert_eq!(read(&mut all).unwrap(), Some((Kind::Answer, Vec::new())));
        assert_eq!(read(&mut all).unwrap(), None);
        for end in 1..8 {
            assert!(read(&mut &bytes[..end]).is_err(), "cut after {end} bytes");
        }
        assert!(read(&mut &[9, 0, 0, 0, 0][..]).is_err());
        assert!(read(&mut &[2, 255, 255, 255, 255][..]).is_err());
    }
}
