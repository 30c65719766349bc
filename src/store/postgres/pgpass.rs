//! The password file of PostgreSQL's own programs (`~/.pgpass`): a line for each server.

use std::path::PathBuf;

/// Whose password is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Login<'a> {
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// The password the file has for a login. A file that others may read is passed over, as by `psql`.
pub(super) fn password(login: Login<'_>) -> Option<Vec<u8>> {
    let file = file()?;
    if is_open_to_others(&file) {
        tracing::warn!("the password file is passed over: others may read it");
        return None;
    }
    let text = std::fs::read_to_string(file).ok()?;
    find(&text, login).map(String::into_bytes)
}

fn file() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PGPASSFILE").filter(|name| !name.is_empty()) {
        return Some(named.into());
    }
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty())?;
    Some(PathBuf::from(home).join(".pgpass"))
}

#[cfg(unix)]
fn is_open_to_others(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;

    std::fs::metadata(file).is_ok_and(|there| there.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
const fn is_open_to_others(_file: &std::path::Path) -> bool {
    false
}

/// The password of the first line that fits.
fn find(text: &str, login: Login<'_>) -> Option<String> {
    let port = login.port.to_string();
    let wanted = [login.host, &port, login.database, login.user];
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(fields).find_map(|mut fields| {
        let password = (fields.len() == 5).then(|| fields.pop())??;
        let mut pairs = fields.iter().zip(wanted);
        pairs
            .all(|(field, wanted)| field == "*" || field == wanted)
            .then_some(password)
    })
}

/// The five fields of a line, between colons; a backslash takes the next letter as it is.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            ':' if fields.len() < 5 => {
                fields.push(String::new());
                continue;
            }
            '\\' => letters.next().unwrap_or('\\'),
            letter => letter,
        };
        if let Some(field) = fields.last_mut() {
            field.push(letter);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::{Login, find};

    const LOGIN: Login<'_> = Login {
        host: "db.example",
        port: 5432,
        database: "checkback",
        user: "garage",
    };

    #[test]
    fn the_first_line_that_fits_counts_with_stars_for_whatever_there_is() {
        for (text, password) in [
            ("db.example:5432:checkback:garage:one", Some("one")),
            ("*:*:*:garage:two\n*:*:*:*:three", Some("two")),
            (
                "# db.example:5432:checkback:garage:no\n*:*:*:*:yes",
                Some("yes"),
            ),
            ("db.example:5433:checkback:garage:other port", None),
            ("other:*:*:*:no\ndb.example:*:*:*:four", Some("four")),
            ("db.example:5432:checkback:garage", None),
            ("", None),
        ] {
            assert_eq!(find(text, LOGIN).as_deref(), password, "{text}");
        }
    }

    #[test]
    fn a_backslash_takes_a_colon_or_a_backslash_as_it_is() {
        let text = r"*:*:*:garage:pass\:wo\\rd";
        assert_eq!(find(text, LOGIN).as_deref(), Some(r"pass:wo\rd"));
    }
}
