//! The PIN that brings a locked screen back: kept as an Argon2id hash, in a file of its own beside
//! the shop's settings, for its owner's eyes only.
//!
//! Owns the hash and the file. Hashing takes some tens of milliseconds on purpose, and 19 MiB: it
//! has no place on the thread that draws.

use std::fs;
use std::io;
use std::path::Path;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::platform::atomic_write;

/// How few characters a PIN may have.
const SHORTEST: usize = 4;

/// How many it may have.
const LONGEST: usize = 64;

/// The hash of a PIN, with its own salt, as one line of text (Argon2id, 19 MiB, two passes: what
/// OWASP advises at the least).
///
/// # Errors
/// What is wrong with the PIN, or that the machine has no randomness to give.
pub fn hash(pin: &str) -> Result<String, String> {
    let length = pin.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) || pin.chars().any(char::is_control) {
        return Err(format!("a PIN has {SHORTEST} to {LONGEST} characters"));
    }
    let hashed = Argon2::default().hash_password(pin.as_bytes());
    hashed
        .map(|hash| hash.to_string())
        .map_err(|e| e.to_string())
}

/// Whether a PIN is the one of a hash.
#[must_use]
pub fn verify(pin: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(pin.as_bytes(), &hash)
            .is_ok()
    })
}

/// The hash in a file; nothing where there is no such file.
///
/// # Errors
/// It cannot be read, or holds no hash: a lock whose key is lost is not left open in silence.
pub fn read(file: &Path) -> Result<Option<String>, String> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text.trim().to_owned(),
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(format!("{} cannot be read: {e}", file.display())),
    };
    if PasswordHash::new(&text).is_err() {
        let file = file.display();
        return Err(format!(
            "{file} holds no PIN: remove it, and set one with `checkback pin`"
        ));
    }
    Ok(Some(text))
}

/// Keeps a hash in a file, whole or not at all; its folder is made where there is none.
///
/// # Errors
/// What the disk refused.
pub fn save(hash: &str, file: &Path) -> io::Result<()> {
    atomic_write::replace(file, format!("{hash}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::{hash, read, save, verify};

    #[test]
    fn a_pin_fits_its_own_hash_and_no_other_does() {
        let hash = hash("2580").unwrap();
        assert!(hash.starts_with("$argon2id$"), "{hash}");
        assert!(verify("2580", &hash));
        assert!(!verify("2581", &hash) && !verify("", &hash) && !verify("2580", "nothing"));
    }

    #[test]
    fn the_same_pin_is_never_hashed_the_same() {
        assert_ne!(hash("2580"), hash("2580"));
    }

    #[test]
    fn a_pin_of_three_letters_is_refused() {
        assert!(hash("258").unwrap_err().contains("4 to 64"));
    }

    #[test]
    fn a_pin_is_read_from_where_it_was_kept_and_what_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("checkback").join("pin");
        assert_eq!(read(&file), Ok(None));
        let hash = hash("2580").unwrap();
        save(&hash, &file).unwrap();
        assert_eq!(read(&file), Ok(Some(hash)));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "for its owner's eyes only");
        }
        std::fs::write(&file, "2580\n").unwrap();
        assert!(read(&file).unwrap_err().contains("holds no PIN"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pin_is_for_its_owner_alone_whatever_was_left_beside_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pin");
        for left in ["pin", "pin.new"] {
            let left = folder.path().join(left);
            std::fs::write(&left, "left").unwrap();
            let for_all = std::fs::Permissions::from_mode(0o644);
            std::fs::set_permissions(&left, for_all).unwrap();
        }
        let hash = hash("2580").unwrap();
        save(&hash, &file).unwrap();
        assert_eq!(read(&file), Ok(Some(hash)));
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
