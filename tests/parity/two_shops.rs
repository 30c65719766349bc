//! Two equal shops: one worked with keys, the other by commands or use cases, and what both came to.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use checkback::app::popups::Popup;
use checkback::app::state::Notice;
use checkback::config::Config;
use checkback::domain::text::fold_for_search;
use checkback::store::{CustomerSummary, Store};
use checkback::usecases::commit::commit;
use checkback::usecases::forget::forget;
use checkback::usecases::{Context, Plan};

use crate::common::{Backend, SuiteBackend, at};
use crate::counter::{Counter, USUAL};
use crate::shop;

/// The shop that is worked with keys, and the one that is not.
pub struct TwoShops {
    pub screen: Counter,
    place: SuiteBackend,
    config: Config,
    /// What was said in the second shop, in order.
    said: Vec<String>,
    /// What was said on the screen.
    shown: Vec<String>,
}

impl TwoShops {
    /// Two garages on the same morning.
    pub fn new() -> Self {
        let config = shop::config();
        let place = shop::filled();
        std::fs::write(place.folder.path().join("config.toml"), shop::settings("")).unwrap();
        Self {
            screen: Counter::of_garage(USUAL),
            place,
            config,
            said: Vec::new(),
            shown: Vec::new(),
        }
    }

    /// Goes to a customer on the screen, by their name.
    pub fn goes_to(&mut self, name: &str) -> &mut Self {
        self.screen.press("/").types(name).press("enter");
        assert_eq!(self.screen.selected(), name, "{}", self.screen.frame());
        self
    }

    /// Presses keys; what the last act said is kept.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.screen.press(keys);
        self
    }

    /// Types a text on the screen.
    pub fn types(&mut self, text: &str) -> &mut Self {
        self.screen.types(text);
        self
    }

    /// Selects a customer of the list on the screen, from the top.
    pub fn selects(&mut self, name: &str) -> &mut Self {
        for _ in 0..20 {
            if self.screen.selected() == name {
                return self;
            }
            self.screen.press("j");
        }
        panic!("{name} is not in the list");
    }

    /// Fills a field of the form.
    pub fn fills(&mut self, label: &str, text: &str) -> &mut Self {
        self.screen.fills(label, text);
        self
    }

    /// Goes to a choice of the form.
    pub fn goes_to_field(&mut self, label: &str) -> &mut Self {
        for _ in 0..20 {
            if self.screen.frame().contains(&format!("▌{label}")) {
                return self;
            }
            self.screen.press("tab");
        }
        panic!("no field {label}");
    }

    /// The error at the field the cursor is in.
    pub fn field_error(&self) -> Option<String> {
        match &self.screen.session.app.popup {
            Some(Popup::Form(form)) => form.current()?.error.clone(),
            _ => None,
        }
    }

    /// Keeps what the screen says of the act that was just done.
    pub fn notes_what_is_shown(&mut self) -> &mut Self {
        let notice = &self.screen.session.app.notice;
        assert!(
            matches!(notice, Notice::Saved(_) | Notice::Undone(_)),
            "{notice:?}\n{}",
            self.screen.frame()
        );
        self.shown.push(notice.words().to_owned());
        self
    }

    /// Runs a command in the second shop.
    fn run(&self, words: &[&str]) -> (bool, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_checkback"))
            .args(words)
            .env_clear()
            .env("HOME", self.place.folder.path())
            .env("CHECKBACK_NOW", shop::NOW)
            .env("CHECKBACK_DB", &self.place.file)
            .env(
                "CHECKBACK_CONFIG",
                self.place.folder.path().join("config.toml"),
            )
            .env("CHECKBACK_AS", "Tom")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        (output.status.success(), stdout, stderr)
    }

    /// What a command is refused with.
    pub fn is_refused(&self, words: &[&str]) -> String {
        let (done, _, stderr) = self.run(words);
        assert!(!done, "{words:?}");
        stderr
            .strip_prefix("error: ")
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// The same as the keys on the command line.
    pub fn command(&mut self, words: &[&str]) -> &mut Self {
        let (done, stdout, stderr) = self.run(words);
        assert!(done, "{words:?}: {stderr}");
        let mut lines = stdout.lines();
        // How a file was read stands before what came of it.
        let line = match words.first() {
            Some(&"import") => lines.next_back(),
            _ => lines.next(),
        };
        let mut said = line.unwrap_or_default().to_owned();
        // What a command warns of stands behind the sentence on the screen; what is to be looked at in a
        // file's lines is in its preview.
        let warnings = stderr.lines().filter_map(|l| l.strip_prefix("warning: "));
        for warning in warnings.filter(|w| !w.starts_with("line ")) {
            let (first, rest) = warning.split_at(1);
            write!(said, " {}{rest}.", first.to_uppercase()).unwrap();
        }
        self.said.push(said);
        self
    }

    /// The same as the keys by a verb's use case.
    pub fn use_case(
        &mut self,
        name: &str,
        verb: impl FnOnce(Context<'_>, &CustomerSummary, &mut Store) -> Plan,
    ) -> &mut Self {
        let entry = self.entry(name);
        let mut store = self.store();
        let plan = verb(self.context(), &entry, &mut store);
        let committed = commit(&mut store, self.context(), plan).unwrap();
        self.said.push(committed.plan.sentence());
        self
    }

    /// A file both shops can import.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.place.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// A customer is erased from both shops.
    pub fn forgets(&mut self, name: &str) -> &mut Self {
        let id = self.entry(name).customer.id;
        for place in [&self.screen.place, &self.place] {
            let mut store = place.open(self.config.rules.calendar.clone());
            forget(&mut store, self.context(), id).unwrap();
        }
        self
    }

    /// What was said last.
    pub fn last_said(&self) -> String {
        self.said.last().cloned().unwrap_or_default()
    }

    fn context(&self) -> Context<'_> {
        Context {
            rules: &self.config.rules,
            region: &self.config.region,
            now: at(shop::NOW),
            by: "Tom",
            counter: "counter",
        }
    }

    /// The second shop, seen through a window of its own.
    pub fn store(&self) -> Store {
        self.place.open(self.config.rules.calendar.clone())
    }

    /// A customer of the second shop, by their name.
    pub fn entry(&self, name: &str) -> CustomerSummary {
        let mut found = self.store().with_name(&fold_for_search(name)).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        found.remove(0)
    }

    /// The number of a customer's follow-up in both shops, by its words.
    pub fn follow_up(&self, name: &str, about: &str) -> i64 {
        let entry = self.entry(name);
        let found = entry.follow_ups.iter().find(|f| f.about == about);
        found.unwrap_or_else(|| panic!("no “{about}”")).id
    }

    /// The acts of both shops are the same: whom they are about, who did them and when, in which
    /// words, and their rows before and after.
    pub fn did_the_same(&mut self) -> &mut Self {
        let of_act = [
            "no", "at", "staff", "counter", "what", "customer", "turns", "undone",
        ];
        let of_change = ["act", "seq", "customer", "before", "after"];
        self.agree("act", &of_act);
        self.agree("change", &of_change);
        self.left_the_same()
    }

    /// The rows of both shops are the same, however many acts they came of.
    pub fn left_the_same(&mut self) -> &mut Self {
        for table in ["customer", "item", "follow_up", "contact"] {
            self.agree(table, &[]);
        }
        self
    }

    /// A table holds the same in both shops: in some of its columns, or in all but the version.
    fn agree(&self, table: &str, columns: &[&str]) {
        let here = cells(&self.screen.place, table, columns);
        let there = cells(&self.place, table, columns);
        let only = |rows: &[String], others: &[String]| -> Vec<String> {
            let new = rows.iter().filter(|row| !others.contains(row));
            new.cloned().collect()
        };
        assert!(
            here == there,
            "{table}, on the screen:\n{}\nand on the command line:\n{}",
            only(&here, &there).join("\n"),
            only(&there, &here).join("\n")
        );
    }

    /// Both said the same; the screen names a key besides.
    pub fn said_the_same_but_for(&mut self, hint: &str) -> &mut Self {
        let last = self.shown.last_mut().unwrap();
        *last = last.strip_suffix(hint).unwrap_or(last).to_owned();
        self.said_the_same()
    }

    /// Both said the same.
    pub fn said_the_same(&mut self) -> &mut Self {
        assert_eq!(self.shown, self.said);
        self
    }
}

/// The rows of a table: some of its columns, or all but the version.
fn cells(place: &SuiteBackend, table: &str, columns: &[&str]) -> Vec<String> {
    let wanted =
        |column: &str| columns.contains(&column) || (columns.is_empty() && column != "version");
    let row = |row: Vec<(String, String)>| {
        let cells = row.into_iter().filter(|(column, _)| wanted(column));
        let cells: Vec<String> = cells
            .map(|(column, cell)| format!("{column} {cell}"))
            .collect();
        cells.join(", ")
    };
    let mut rows: Vec<String> = place.rows(table).into_iter().map(row).collect();
    rows.sort();
    rows
}
