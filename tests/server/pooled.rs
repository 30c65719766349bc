//! `PgBouncer` between a counter and its server: with a session for each counter all is as without it,
//! and a pooler that lends sessions by the transaction is refused in words.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use crate::cluster::{Cluster, PASSWORD, ROLE, until};
use crate::program::CounterFolder;

/// A pooler in front of a cluster, gone with the test.
struct PgBouncer {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for PgBouncer {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl PgBouncer {
    /// Lends the server's sessions for as long as the mode says.
    fn of(cluster: &Cluster, mode: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Free again by the time the pooler binds it: what answers there later is the pooler.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr());
        let port = port.unwrap().port();
        let settings = folder.path().join("pgbouncer.ini");
        let user = if rustix::process::geteuid().is_root() {
            "user = postgres\n"
        } else {
            ""
        };
        let mut file = std::fs::File::create(&settings).unwrap();
        write!(
            file,
            "[databases]\n* = host=127.0.0.1 port={} user={ROLE} password=\'{PASSWORD}\'\n\
             [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = any\npool_mode = {mode}\n{user}",
            cluster.port()
        )
        .unwrap();
        // It reads its settings as the ordinary user it becomes.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).unwrap();
        let process = Command::new("/usr/sbin/pgbouncer")
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until("the pooler to listen", || {
            TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        Self {
            process,
            port,
            _folder: folder,
        }
    }

    fn url(&self, database: &str) -> String {
        format!(
            "postgres://{ROLE}@127.0.0.1:{}/{database}?sslmode=disable",
            self.port
        )
    }
}

#[test]
fn a_pooler_that_lends_sessions_by_the_transaction_is_refused_in_words() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let pooler = PgBouncer::of(cluster, "transaction");
    let said = CounterFolder::new().refused(&pooler.url(&shop), &["list"]);
    assert!(said.contains("pool_mode = session"), "{said}");
}

#[test]
fn a_pooler_with_a_session_for_each_counter_is_as_none() {
    let cluster = Cluster::shared();
    let shop = cluster.database();
    let pooler = PgBouncer::of(cluster, "session");
    let desk = CounterFolder::new();
    let add = ["add", "Anita Patel", "--about", "Pads"];
    desk.says(&pooler.url(&shop), &add);
    desk.says(&pooler.url(&shop), &["log", "Anita Patel", "no-answer"]);
    assert!(
        desk.says(&pooler.url(&shop), &["list", "--due", "all"])
            .contains("Anita Patel")
    );
}
