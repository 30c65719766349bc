//! What clusters stand on: PostgreSQL's programs, an ordinary user, one temporary folder for the
//! whole suite, and the watchdog that clears it away once the tests have ended, however they did.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{LazyLock, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use super::{PASSWORD, ROLE};
use crate::common::SeededRng;

/// Waits for the end of the tests (its input closes then, whatever ended them), kills what runs
/// in their folder, lets go of the memory it shared, and takes the folder away.
const WATCHDOG: &str = r#"
trap '' HUP INT TERM
cat > /dev/null
for again in 1 2 3; do
    for process in /proc/[0-9]*; do
        case "$(readlink "$process/cwd")" in
            "$1" | "$1"/*) kill -KILL "${process#/proc/}" ;;
        esac
    done
    sleep 0.1
done
for file in "$1"/*/postmaster.pid; do
    memory=$(sed -n '7s/.* //p' "$file")
    [ -z "$memory" ] || ipcrm -m "$memory"
done
rm -rf "$1"
"#;

/// The suite's folder, and who watches it.
struct SuiteEnvironment {
    folder: PathBuf,
    _watchdog: Child,
}

/// Who PostgreSQL is run as where the tests run as root, which it refuses to.
static ORDINARY: LazyLock<Option<(u32, u32)>> = LazyLock::new(|| {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let ids = |name: &str| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut cells = line.split(':').skip(2);
        Some((cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
    };
    Some(
        ids("postgres")
            .or_else(|| ids("nobody"))
            .expect("no ordinary user"),
    )
});

/// The suite's folder.
pub(super) fn folder() -> &'static Path {
    static GROUND: OnceLock<SuiteEnvironment> = OnceLock::new();
    &GROUND.get_or_init(lay).folder
}

fn lay() -> SuiteEnvironment {
    let temporary = std::env::temp_dir();
    let mut named = tempfile::Builder::new();
    named.prefix("checkback-servers-");
    let folder = named.tempdir_in(temporary).unwrap().keep();
    let folder = folder.canonicalize().unwrap();
    let mut watchdog = Command::new("sh");
    // A group of its own: what is typed at the terminal to end the tests does not end it too.
    watchdog
        .args(["-c", WATCHDOG, "watchdog"])
        .arg(&folder)
        .process_group(0);
    watchdog
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let watchdog = watchdog.spawn().unwrap();
    give(&folder);
    SuiteEnvironment {
        folder,
        _watchdog: watchdog,
    }
}

/// Gives a file or folder to the ordinary user, for nobody else to read.
pub(super) fn give(path: &Path) {
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    if let Some((user, group)) = *ORDINARY {
        chown(path, Some(user), Some(group)).unwrap();
    }
}

/// A file of text that is the ordinary user's.
pub(super) fn append(path: &Path, text: &str) {
    let mut file = fs::File::options()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
    give(path);
}

/// Where PostgreSQL's programs may be, the ones to be tested first: those that were asked for,
/// then Debian's, the newest version first.
static FOLDERS: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|all| {
            all.filter_map(|e| Some(e.ok()?.path().join("bin")))
                .collect()
        })
        .unwrap_or_default();
    found.sort();
    found.reverse();
    let asked = std::env::var_os("CHECKBACK_TEST_POSTGRES").map(PathBuf::from);
    asked.into_iter().chain(found).collect()
});

/// One of PostgreSQL's programs, to be run as an ordinary user.
pub fn tool(name: &str) -> Command {
    let place = FOLDERS
        .iter()
        .map(|folder| folder.join(name))
        .find(|path| path.exists());
    let place = place.unwrap_or_else(|| panic!("no {name}: tests/run installs PostgreSQL"));
    let mut command = Command::new(place);
    // Killed with the rest where it outlives the tests.
    command
        .current_dir(folder())
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("LC_ALL", "C");
    if let Some((user, group)) = *ORDINARY {
        command.uid(user).gid(group);
    }
    command
}

/// Runs one of them to its end. What it prints.
pub(super) fn run(command: &mut Command) -> String {
    answer_of(command).unwrap_or_else(|wrong| panic!("{command:?}: {wrong}"))
}

/// What one of them prints, or says is wrong.
pub(super) fn answer_of(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_owned();
    if output.status.success() {
        Ok(text(&output.stdout))
    } else {
        Err(text(&output.stderr))
    }
}

/// The version of the server, 13 to 17.
pub fn major() -> u32 {
    static MAJOR: LazyLock<u32> = LazyLock::new(|| {
        let says = run(tool("postgres").arg("--version"));
        let number = says.split_whitespace().nth(2).unwrap_or_default();
        let end = number.find(|c: char| !c.is_ascii_digit());
        number
            .split_at(end.unwrap_or(number.len()))
            .0
            .parse()
            .unwrap()
    });
    *MAJOR
}

/// A cluster nobody has started yet, with the role in it: a copy of one made once.
pub(super) fn lay_out(data: &Path) {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    let template = TEMPLATE.get_or_init(make_template);
    let mut copy = Command::new("cp");
    run(copy.arg("-a").arg(template).arg(data));
}

fn make_template() -> PathBuf {
    let data = folder().join("template");
    let mut initdb = tool("initdb");
    initdb
        .arg("-D")
        .arg(&data)
        .args(["-U", "postgres", "-E", "UTF8", "--no-sync"]);
    // Names are sorted as people do, and as no file of ours does: what relies on it shows.
    if major() >= 15 {
        initdb.args(["--locale=C", "--locale-provider=icu", "--icu-locale=en-GB"]);
    } else {
        initdb.arg("--locale=C.UTF-8");
    }
    run(&mut initdb);
    let hba = "local all all trust\nlocal replication all trust\nhost all all 127.0.0.1/32 scram-sha-256\n";
    fs::write(data.join("pg_hba.conf"), hba).unwrap();
    // The one-user server takes a command a line.
    let mut single = tool("postgres");
    single.args(["--single", "-D"]).arg(&data);
    single.args(["-c", "password_encryption=scram-sha-256", "postgres"]);
    single
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut single = single.spawn().unwrap();
    let mut role = String::new();
    writeln!(role, "CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'").unwrap();
    single
        .stdin
        .take()
        .unwrap()
        .write_all(role.as_bytes())
        .unwrap();
    assert!(single.wait().unwrap().success(), "the role was not made");
    data
}

/// A port nobody listens on, below those the system lends out itself.
pub(super) fn free_port() -> u16 {
    let seed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .subsec_nanos();
    let mut dice = SeededRng::new(u64::from(seed) + (u64::from(std::process::id()) << 32));
    loop {
        let port = u16::try_from(dice.between(20_000, 32_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Whether the postmaster of this number says that it takes connections.
pub(super) fn is_ready(data: &Path, pid: u32) -> bool {
    let file = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let mut lines = file.lines();
    let its_own = lines.next() == Some(pid.to_string().as_str());
    its_own && lines.nth(6).is_some_and(|status| status.trim() == "ready")
}

/// Lets go of the memory a killed cluster shared among its processes.
pub(super) fn forget_memory_of(data: &Path) {
    let file = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let memory = file
        .lines()
        .nth(6)
        .and_then(|line| line.split_whitespace().nth(1));
    if let Some(memory) = memory {
        let _gone = Command::new("ipcrm").args(["-m", memory]).output();
    }
}
