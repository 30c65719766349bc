//! Checkback, the program: the words of its command line, one function a command, and the one
//! error that ends it.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use checkback::app::theme::Theme;
use checkback::app::{App, AppSettings};
use checkback::cli::{
    self, CliArgs, Command, CommandContext, CommandError, CommandOutput, DatabaseChoice,
};
use checkback::session::StoreSource;
use checkback::store::{IN_MEMORY, Store, StoreError};
use checkback::{logging, platform, terminal};

/// Wrong usage.
const USAGE: u8 = 2;

/// Nobody knows yet whether it was saved.
const NOT_KNOWN_YET: u8 = 3;

fn main() -> ExitCode {
    platform::leave_no_core();
    let words = match CliArgs::of_process() {
        Ok(words) => words,
        Err(said) => return not_words(&said),
    };
    let mut out = CommandOutput::of_process(words.everywhere.json);
    let state = platform::state_folder();
    if let Err(why) = logging::start(state.as_deref()) {
        out.warn(&why);
    }
    // What a killed program left of a file has everybody in it.
    let _left = state.map(|folder| platform::unfinished::remove_unfinished(&folder, false));
    let since = Instant::now();
    log_start(&words);
    let ran = run(&words, &mut out);
    // A thread of the window may still be at the day's backup.
    checkback::store::discard_unfinished();
    // What was said before an error is said all the same.
    // The list writes to its terminal by itself, and that may be gone by now.
    let flushed = match words.command {
        Some(_) => out.flush().map_err(anyhow::Error::from),
        None => Ok(()),
    };
    match ran.and(flushed) {
        Ok(()) => {
            if words.command.as_ref().is_some_and(Command::writes) {
                once_a_day(&words, &mut out);
            }
            if !words.demo && words.command.as_ref().is_none_or(Command::changes_file) {
                mirror(&words, &mut out);
            }
            let ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(ms, "ended");
            terminal::exit_status().map_or(ExitCode::SUCCESS, ExitCode::from)
        }
        Err(error) => failed(&error, &mut out),
    }
}

/// What runs here, for the log.
fn log_start(words: &CliArgs) {
    let command = words.command.as_ref().map_or("list-window", Command::name);
    let engine = checkback::store::engine_version();
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        os = std::env::consts::OS,
        arch = std::env::consts::ARCH,
        server = cfg!(feature = "server"),
        engine,
        demo = words.demo,
        command,
        "started"
    );
}

/// The words of the command line, one named function an arm.
fn run(words: &CliArgs, out: &mut CommandOutput) -> Result<(), anyhow::Error> {
    match &words.command {
        None => return open_list(&context(words, out)?, words.demo),
        Some(Command::Add(add)) => cli::add::run(add, &context(words, out)?, out),
        Some(Command::List(list)) => cli::list::run(list, &context(words, out)?, out),
        Some(Command::Show(show)) => cli::show::run(show, &context(words, out)?, out),
        Some(Command::Log(log)) => cli::log::run(log, &context(words, out)?, out),
        Some(Command::Snooze(snooze)) => cli::snooze::run(snooze, &context(words, out)?, out),
        Some(Command::Undo(undo)) => cli::undo::run(undo, &context(words, out)?, out),
        Some(Command::Redo(redo)) => cli::redo::run(redo, &context(words, out)?, out),
        Some(Command::Find(find)) => cli::find::run(find, &context(words, out)?, out),
        Some(Command::When(phrase)) => cli::when::run(phrase, &context(words, out)?, out),
        Some(Command::Phone(number)) => cli::phone::run(number, &context(words, out)?, out),
        Some(Command::Job(job)) => cli::job::run(job, &context(words, out)?, out),
        Some(Command::Import(import)) => cli::import::run(import, &context(words, out)?, out),
        Some(Command::Backup(backup)) => cli::backup::run(backup, &context(words, out)?, out),
        Some(Command::Move(to)) => cli::move_shop::run(to, &context(words, out)?, out),
        #[cfg(feature = "server")]
        Some(Command::Server(server)) => cli::server::run(server, &context(words, out)?, out),
        Some(Command::Export(export)) => cli::export::run(export, &context(words, out)?, out),
        Some(Command::Sheet(sheet)) => cli::sheet::run(sheet, &context(words, out)?, out),
        Some(Command::Report(report)) => cli::report::run(report, &context(words, out)?, out),
        Some(Command::Restore(restore)) => cli::restore::run(restore, &context(words, out)?, out),
        Some(Command::Doctor(doctor)) => cli::doctor::run(doctor, &context(words, out)?, out),
        Some(Command::Rescue(rescue)) => cli::rescue::run(rescue, &context(words, out)?, out),
        Some(Command::Tidy(tidy)) => cli::tidy::run(tidy, &context(words, out)?, out),
        Some(Command::Forget(forget)) => cli::forget::run(forget, &context(words, out)?, out),
        Some(Command::Pin(pin)) => cli::pin::run(pin, &context(words, out)?, out),
        Some(Command::Config) => cli::config::run(&context(words, out)?, out),
        Some(Command::Completions(shell)) => {
            let setting = CommandContext::of(&words.everywhere);
            cli::completions::run(shell, setting.ok().as_ref(), out)
        }
        Some(Command::Man) => cli::man::run(out),
    }?;
    Ok(())
}

/// What a command works with; what of it is probably not meant is said on standard error.
fn context(words: &CliArgs, out: &mut CommandOutput) -> Result<CommandContext, CommandError> {
    let context = CommandContext::of(&words.everywhere)?;
    for warning in context.config.warnings(&context.by) {
        out.warn(&warning);
    }
    Ok(context)
}

/// The day's backup, once what was asked for is done and said.
fn once_a_day(words: &CliArgs, out: &mut CommandOutput) {
    let Ok(setting) = CommandContext::of(&words.everywhere) else {
        return;
    };
    if let Some(Err(why)) = setting.daily().map(|daily| daily(setting.now)) {
        out.warn(&why);
    }
}

/// What was saved goes to the mirror too.
fn mirror(words: &CliArgs, out: &mut CommandOutput) {
    let Ok(setting) = CommandContext::of(&words.everywhere) else {
        return;
    };
    if let Err(why) = setting.bring_up_mirror() {
        out.warn(&why);
    }
}

/// The list, full screen; on a made-up shop's day with `demo`, in a database that is thrown away.
fn open_list(setting: &CommandContext, demo: bool) -> Result<(), anyhow::Error> {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(anyhow::anyhow!(
            "the list needs a terminal; `checkback list` prints it anywhere"
        ));
    }
    let now = setting.clock.now();
    let mut config = setting.config.clone();
    let (store, by): (StoreSource, String) = if demo {
        let mut store = checkback::demo::store(Path::new(IN_MEMORY), &config)?;
        // The log is of what people do.
        tracing::subscriber::with_default(tracing::subscriber::NoSubscriber::default(), || {
            checkback::demo::build(&mut store, &mut config, now)
        })?;
        (store.into(), config.usual_person())
    } else {
        let source = source(setting)?;
        if let Some(zone) = source.zone() {
            config.take_zone_of_shop(zone);
        }
        (source, setting.by.clone())
    };
    let mut settings = AppSettings {
        demo,
        pin: if demo { None } else { setting.pin()? },
        ..config.app_settings()
    };
    // https://no-color.org: whatever it holds, if only something.
    if std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) {
        settings.theme = Theme::None;
    }
    let app = App::new(settings, by, now);
    let daily = setting.daily().filter(|_| !demo);
    let daily = daily.map(|daily| -> terminal::DailyTask { std::sync::Arc::new(daily) });
    terminal::run(app, setting.clock, store, config.counter, daily)?;
    Ok(())
}

/// The store of the list: a server that cannot be reached is begun without, where a list is kept.
fn source(setting: &CommandContext) -> Result<StoreSource, CommandError> {
    let DatabaseChoice::Server(server) = &setting.database else {
        let store: StoreSource = setting.store_of_window()?.into();
        return Ok(store.with_mirror(setting.mirror()));
    };
    let (at, again) = (server.clone(), setting.clone());
    let opened = Store::open(server, setting.quiet_open_options().recounting_later());
    let open = move || Store::open(&at, again.quiet_open_options().recounting_later());
    StoreSource::on_server(opened, open, setting.offline_folder()).map_err(|why| {
        CommandError::Database {
            path: server.shown(),
            why,
        }
    })
}

/// The one error that ends the program; nobody reading any more is none.
fn failed(error: &anyhow::Error, out: &mut CommandOutput) -> ExitCode {
    if matches!(error.downcast_ref(), Some(CommandError::OutputClosed)) {
        return ExitCode::SUCCESS;
    }
    tracing::warn!(error = error_kind(error), "failed");
    out.error(&format!("{error:#}"));
    let command: Option<&CommandError> = error.downcast_ref();
    if command.is_some_and(CommandError::leaves_outcome_open) {
        return ExitCode::from(NOT_KNOWN_YET);
    }
    ExitCode::FAILURE
}

/// Which error it is, without what it says: that may name somebody.
fn error_kind(error: &anyhow::Error) -> &'static str {
    if let Some(error) = error.downcast_ref::<CommandError>() {
        error.kind()
    } else if let Some(error) = error.downcast_ref::<StoreError>() {
        error.into()
    } else if error.is::<std::io::Error>() {
        "input-or-output"
    } else {
        "other"
    }
}

/// What clap answers by itself: help and the version, or wrong usage.
fn not_words(said: &clap::Error) -> ExitCode {
    if said.use_stderr() {
        CommandOutput::usage(said);
        return ExitCode::from(USAGE);
    }
    let mut out = CommandOutput::of_process(false);
    match out.help(said).and_then(|()| out.flush()) {
        Ok(()) | Err(CommandError::OutputClosed) => ExitCode::SUCCESS,
        Err(failure) => failed(&failure.into(), &mut out),
    }
}
