//! Expressions of several words that mean one thing: “close of play”, “first thing”, “no later
//! than”, and numbers and dates written in words.
//!
//! Each becomes the one word the parser knows, so that no rule has to know its spellings.

use super::token::Token;
use super::vocabulary::ordinal;

/// What an expression becomes.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// One word.
    Word(&'static str),
    /// Two words.
    Words(&'static str, &'static str),
    /// A number.
    Number(i64),
    /// Month and day.
    Date(i64, i64),
    /// Nothing that changes the time.
    Nothing,
}

use Meaning::{Date, Nothing, Number, Word, Words};

/// The expressions; where two begin alike, the longer one stands first.
const IDIOMS: &[(&[&str], Meaning)] = &[
    // The day's edges.
    (&["close", "of", "play"], Word("eod")),
    (&["close", "of", "business"], Word("eod")),
    (&["end", "of", "play"], Word("eod")),
    (&["end", "of", "business"], Word("eod")),
    (&["before", "we", "close"], Word("eod")),
    (&["when", "we", "close"], Word("eod")),
    (&["until", "we", "close"], Word("eod")),
    (&["by", "the", "close"], Word("eod")),
    (&["before", "closing", "time"], Word("eod")),
    (&["before", "closing"], Word("eod")),
    (&["before", "close"], Word("eod")),
    (&["closing", "time"], Word("eod")),
    (&["last", "thing"], Word("eod")),
    (&["closing"], Word("eod")),
    (&["close"], Word("eod")),
    (&["first", "thing", "in", "the", "morning"], Word("opening")),
    (&["first", "thing"], Word("opening")),
    (&["when", "we", "open"], Word("opening")),
    (&["opening", "time"], Word("opening")),
    // Parts of the day.
    (&["before", "lunch", "time"], Word("noon")),
    (&["before", "lunch"], Word("noon")),
    (&["by", "lunch", "time"], Word("noon")),
    (&["by", "lunch"], Word("noon")),
    (&["after", "lunch"], Word("afterlunch")),
    (&["lunch", "time"], Word("lunch")),
    (&["mid", "day"], Word("noon")),
    (&["mid", "morning"], Word("midmorning")),
    (&["late", "morning"], Word("latemorning")),
    (&["early", "morning"], Word("earlymorning")),
    (&["early", "afternoon"], Word("earlyafternoon")),
    (&["mid", "afternoon"], Word("midafternoon")),
    (&["late", "afternoon"], Word("lateafternoon")),
    (&["early", "evening"], Word("earlyevening")),
    (&["tea", "time"], Word("teatime")),
    (&["dinner", "time"], Word("dinner")),
    (&["at", "night"], Words("in", "night")),
    (&["later", "on", "today"], Word("latertoday")),
    (&["later", "today"], Word("latertoday")),
    (&["later", "this", "afternoon"], Words("this", "afternoon")),
    (&["this", "time"], Word("sametime")),
    (&["same", "time"], Word("sametime")),
    // What a time is for: an end, a beginning, or neither.
    (&["no", "later", "than"], Word("by")),
    (&["not", "later", "than"], Word("by")),
    (&["at", "the", "latest"], Nothing),
    (&["at", "latest"], Nothing),
    (&["latest"], Nothing),
    (&["no", "earlier", "than"], Word("from")),
    (&["not", "earlier", "than"], Word("from")),
    (&["no", "sooner", "than"], Word("from")),
    (&["not", "before"], Word("from")),
    (&["not", "until"], Word("from")),
    (&["at", "the", "earliest"], Word("onwards")),
    (&["at", "earliest"], Word("onwards")),
    (&["or", "later"], Word("onwards")),
    (&["or", "after"], Word("onwards")),
    (&["onward"], Word("onwards")),
    (&["or", "so"], Nothing),
    (&["or", "thereabouts"], Nothing),
    (&["any", "time"], Nothing),
    (&["some", "time"], Nothing),
    (&["sometime"], Nothing),
    (&["at", "some", "point"], Nothing),
    (&["o", "clock"], Word("oclock")),
    // Amounts.
    (&["a", "couple", "of"], Number(2)),
    (&["a", "couple"], Number(2)),
    (&["couple", "of"], Number(2)),
    (&["couple"], Number(2)),
    (&["a", "few", "minutes"], Word("fewminutes")),
    (&["a", "few", "mins"], Word("fewminutes")),
    (&["few", "minutes"], Word("fewminutes")),
    (&["few", "mins"], Word("fewminutes")),
    (&["a", "few"], Number(3)),
    (&["few"], Number(3)),
    (&["working", "day"], Word("workingday")),
    (&["working", "days"], Word("workingdays")),
    (&["business", "day"], Word("workingday")),
    (&["business", "days"], Word("workingdays")),
    // Days with a name of their own.
    (&["after", "the", "weekend"], Word("afterweekend")),
    (&["before", "the", "weekend"], Word("beforeweekend")),
    (&["christmas", "eve"], Date(12, 24)),
    (&["christmas", "day"], Date(12, 25)),
    (&["christmas"], Date(12, 25)),
    (&["boxing", "day"], Date(12, 26)),
    (&["new", "year", "eve"], Date(12, 31)),
    (&["new", "years", "eve"], Date(12, 31)),
    (&["nye"], Date(12, 31)),
    (&["new", "year", "day"], Date(1, 1)),
    (&["new", "years", "day"], Date(1, 1)),
    (&["month", "end"], Word("eom")),
    (&["week", "commencing"], Word("weekfrom")),
    (&["week", "beginning"], Word("weekfrom")),
    (&["week", "starting"], Word("weekfrom")),
    (&["week", "of"], Word("weekfrom")),
    (&["wk", "commencing"], Word("weekfrom")),
    (&["wk", "beginning"], Word("weekfrom")),
    (&["week", "after", "next"], Word("weekafternext")),
    (&["after", "next"], Word("afternext")),
    (&["mid", "week"], Word("wednesday")),
    (&["midweek"], Word("wednesday")),
];

/// The tokens with every expression in them replaced, and numbers in words put together.
pub(super) fn replace_idioms<'a>(tokens: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut out = Vec::with_capacity(tokens.len());
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        let found = IDIOMS.iter().find(|(words, _)| begins_with(rest, words));
        if let Some((words, meaning)) = found {
            out.extend(meaning_tokens(*meaning));
            rest = rest.get(words.len()..).unwrap_or_default();
        } else {
            push_number(*first, &mut out);
            rest = after;
        }
    }
    out
}

fn begins_with(tokens: &[Token<'_>], words: &[&str]) -> bool {
    tokens.len() >= words.len()
        && words
            .iter()
            .zip(tokens)
            .all(|(word, token)| matches!(token, Token::Word(w) if w == word))
}

fn meaning_tokens(meaning: Meaning) -> Vec<Token<'static>> {
    match meaning {
        Word(word) => vec![Token::Word(word)],
        Words(one, two) => vec![Token::Word(one), Token::Word(two)],
        Number(n) => vec![Token::Number(n, 0)],
        Date(month, day) => vec![Token::MonthDay(month, day)],
        Nothing => Vec::new(),
    }
}

/// A token; “twenty five” and “twenty fourth” become one, and “fourth” an ordinal.
fn push_number<'a>(token: Token<'a>, out: &mut Vec<Token<'a>>) {
    let tens = match out.last() {
        Some(Token::Number(tens @ (20 | 30 | 40 | 50), 0)) => Some(*tens),
        _ => None,
    };
    let token = match token {
        Token::Word(word) => ordinal(word).map_or(token, Token::Ordinal),
        other => other,
    };
    let joined = match (tens, token) {
        (Some(tens), Token::Number(ones @ 1..=9, 0)) => Token::Number(tens + ones, 0),
        (Some(tens @ (20 | 30)), Token::Ordinal(ones @ 1..=9)) => Token::Ordinal(tens + ones),
        _ => {
            out.push(token);
            return;
        }
    };
    out.pop();
    out.push(joined);
}
