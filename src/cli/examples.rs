//! The examples of every command: shown by its `--help` and on the manual page, and run by a test
//! (tests/commands/examples.rs) in a shop that has what they name.

use std::fmt::Write as _;

use clap::Command;
use clap::builder::Styles;

/// What an example does, and the line to type.
type Example = (&'static str, &'static str);

/// What the program without a command says below its help.
const PROGRAM: &str = "Without a command the list opens, full screen.\n\
    checkback COMMAND --help shows what a command takes, with an example.";

const SERVER_SETUP: &[Example] = &[(
    "What an administrator would run for a branch; changes nothing:",
    "checkback server setup --branch \"Hill Street\" --role hill_street",
)];

/// The commands' examples, by the words that name the command.
const EXAMPLES: &[(&str, &[Example])] = &[
    (
        "add",
        &[
            (
                "A fault found on a car:",
                "checkback add \"Clara Diaz\" --phone 02079460199 --about \"Front pads 2 mm\"",
            ),
            (
                "A customer waits for a price, promised for Friday:",
                "checkback add \"Anita Patel\" --about \"Strut price\" --promise \"friday 4pm\"",
            ),
        ],
    ),
    (
        "list",
        &[
            ("Today's list:", "checkback list"),
            (
                "Tom's calls of the next seven days:",
                "checkback list --due week --owner Tom",
            ),
        ],
    ),
    (
        "show",
        &[
            ("By the name:", "checkback show \"Anita Patel\""),
            (
                "Everything you hold about somebody, to hand over:",
                "checkback show \"Anita Patel\" --all-data",
            ),
        ],
    ),
    (
        "log",
        &[
            (
                "Nobody answered:",
                "checkback log \"Anita Patel\" no-answer",
            ),
            (
                "They said yes to follow-up 1 (show prints the numbers):",
                "checkback log \"Anita Patel\" reached --result 1=authorised",
            ),
        ],
    ),
    (
        "snooze",
        &[(
            "Not before Friday morning:",
            "checkback snooze \"Anita Patel\" \"friday 9am\"",
        )],
    ),
    (
        "undo",
        &[
            ("The last action:", "checkback undo"),
            (
                "The last three, and customers that they added:",
                "checkback undo 3 --yes",
            ),
        ],
    ),
    ("redo", &[("After an undo too many:", "checkback redo")]),
    (
        "find",
        &[
            ("By some digits of the number:", "checkback find 0123"),
            ("By what the call is about:", "checkback find pads"),
        ],
    ),
    (
        "when",
        &[(
            "Which day and time is that?",
            "checkback when \"next tuesday 2pm\"",
        )],
    ),
    (
        "phone",
        &[(
            "Is this a number that can be rung?",
            "checkback phone \"020 7946 0123\"",
        )],
    ),
    (
        "job",
        &[(
            "Her brakes were done today: ask in three days whether all is well:",
            "checkback job \"Anita Patel\" brakes-done --item \"Renault Clio\"",
        )],
    ),
    (
        "import",
        &[
            (
                "Look first at what would be done:",
                "checkback import customers.csv --dry-run",
            ),
            (
                "A table whose column “Mobile” holds the numbers:",
                "checkback import customers.csv --map phone=Mobile",
            ),
        ],
    ),
    (
        "backup",
        &[
            ("One more beside the day's own:", "checkback backup"),
            ("A copy to take home:", "checkback backup shop-friday.db"),
        ],
    ),
    (
        "move",
        &[(
            "To another file (a server's address, postgres://…, works the same way):",
            "checkback move --to new-shop.db",
        )],
    ),
    ("server", SERVER_SETUP),
    ("server setup", SERVER_SETUP),
    (
        "export",
        &[
            (
                "For a spreadsheet, or for import elsewhere:",
                "checkback export -o calls.csv",
            ),
            (
                "All there is, for another program:",
                "checkback export -o everything.json",
            ),
        ],
    ),
    (
        "sheet",
        &[(
            "Tomorrow's list, to print this evening:",
            "checkback sheet --day tomorrow -o tomorrow.html",
        )],
    ),
    (
        "report",
        &[
            ("The last four weeks:", "checkback report"),
            (
                "One month:",
                "checkback report --from 2026-11-01 --to 2026-11-30",
            ),
        ],
    ),
    (
        "restore",
        &[
            (
                "A backup that was taken home:",
                "checkback restore shop-friday.db",
            ),
            (
                "The mirror, as it was before something went wrong:",
                "checkback restore --from mirror --at 10:42",
            ),
        ],
    ),
    (
        "doctor",
        &[
            ("Is the database sound?", "checkback doctor"),
            (
                "A report of a fault, without anybody's data:",
                "checkback doctor --report -o report.txt",
            ),
        ],
    ),
    (
        "rescue",
        &[(
            "Save what can be read, then look at it:",
            "checkback rescue -o rescued.db",
        )],
    ),
    (
        "tidy",
        &[(
            "What is past its keeping time? Removes nothing:",
            "checkback tidy",
        )],
    ),
    (
        "forget",
        &[(
            "Erase her for good (without --yes, only what would be erased is shown):",
            "checkback forget \"Anita Patel\" --yes",
        )],
    ),
    (
        "pin",
        &[
            ("Asks for the new PIN twice:", "checkback pin"),
            ("No PIN any more:", "checkback pin --off"),
        ],
    ),
    (
        "config",
        &[(
            "Where the settings are, and what is in force:",
            "checkback config",
        )],
    ),
    (
        "completions",
        &[(
            "Bash reads the file with the line: source checkback.bash",
            "checkback completions bash > checkback.bash",
        )],
    ),
    (
        "man",
        &[(
            "man reads the file with the line: man -l checkback.1",
            "checkback man > checkback.1",
        )],
    ),
];

/// The examples of the command with this name; `server setup` is one name.
pub(super) fn of(name: &str) -> &'static [Example] {
    let found = EXAMPLES.iter().find(|(command, _)| *command == name);
    found.map_or(&[], |(_, examples)| examples)
}

/// Gives every command's help its examples.
pub(super) fn attach(command: Command) -> Command {
    attach_below(command, "").after_help(PROGRAM)
}

/// Gives the commands below one their examples; `path` is the words that name that one.
fn attach_below(command: Command, path: &str) -> Command {
    command.mut_subcommands(|below| {
        let name = format!("{path} {}", below.get_name())
            .trim_start()
            .to_owned();
        let below = attach_below(below, &name);
        match of(&name) {
            [] => below,
            examples => below.after_help(help(examples)),
        }
    })
}

fn help(examples: &[Example]) -> String {
    let styles = Styles::default();
    let heading = styles.get_header();
    let title = if examples.len() == 1 {
        "Example"
    } else {
        "Examples"
    };
    let mut text = format!("{heading}{title}:{heading:#}");
    for (what, line) in examples {
        // A `String` takes every letter.
        let _never = write!(text, "\n  {what}\n    {line}");
    }
    text
}
