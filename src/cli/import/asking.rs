//! What only a person knows of a file, asked at a terminal as the screen asks it: which shop it is from,
//! and in which order its dates are where both fit.

use super::question;
use crate::cli::{CommandContext, CommandError};
use crate::domain::time_phrase::DateOrder;
use crate::import::file::{DetectedFile, ImportFileOptions};
use crate::store::Store;
use crate::usecases::import;

/// The file with what was answered, each where its option does not say it.
pub(super) fn with_answers(
    file: DetectedFile,
    mut how: ImportFileOptions,
    setting: &CommandContext,
    store: &mut Store,
) -> Result<DetectedFile, CommandError> {
    let refused = |why: &dyn std::fmt::Display| CommandError::refused(why.to_string());
    let mut taking = None;
    let mut ask = |job| Ok(import::perform(store, &mut taking, job)?);
    if how.source.is_none() {
        let known = import::shops_to_ask_about(&file, &mut ask).map_err(|e| refused(&e))?;
        how.source = known.map(|known| shop(&known)).transpose()?;
    }
    if how.dates.is_none() {
        let survey = file.survey(&setting.config.region, setting.rules().order);
        let doubt = survey.map_err(|e| refused(&e))?.date_doubt;
        if let Some(doubt) = doubt {
            let [day, month] =
                [DateOrder::DayFirst, DateOrder::MonthFirst].map(|o| doubt.reading(o));
            how.dates = Some(order(&format!(
                "The dates in “{}” fit both orders. Is “{}” {day} (day first) or {month} (month first)? \
                 [day/month]",
                doubt.column, doubt.cell
            ))?);
        }
    }
    Ok(file.with_choices(how))
}

/// Which shop the file is from: the one that is known where nothing is typed.
fn shop(known: &[String]) -> Result<String, CommandError> {
    let usual = match known {
        [] => String::new(),
        [only] => format!(" [{only}]"),
        several => format!(" (so far: {})", several.join(", ")),
    };
    let typed = question::answer(&format!(
        "The file numbers its customers, and another shop may number its own alike. Which shop is it \
         from? Leave it empty if files like this come from one shop only.{usual}"
    ))?;
    let guessed = known
        .first()
        .filter(|_| known.len() == 1 && typed.is_empty());
    Ok(guessed.cloned().unwrap_or(typed))
}

fn order(asked: &str) -> Result<DateOrder, CommandError> {
    match question::answer(asked)?.to_lowercase().as_str() {
        "d" | "day" => Ok(DateOrder::DayFirst),
        "m" | "month" => Ok(DateOrder::MonthFirst),
        _ => Err(CommandError::refused(
            "nothing was imported: answer day or month, or say --dates day or --dates month",
        )),
    }
}
