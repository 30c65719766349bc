//! The refusals of a phrase, each with phrases that are understood.

use super::TimePhraseError;
use super::parser::TokenParser;
use super::resolver::PhraseResolver;
use super::token::Token;

impl TokenParser<'_> {
    pub(super) fn not_understood(&self, token: Option<&Token<'_>>) -> TimePhraseError {
        let word = match token {
            Some(Token::Word(w)) => (*w).to_owned(),
            Some(Token::Number(n, _)) if *n < 100_000 => n.to_string(),
            Some(Token::Dash) => "-".to_owned(),
            _ => self.phrase.to_owned(),
        };
        TimePhraseError::Unknown {
            phrase: self.phrase.to_owned(),
            word,
            advice: self.examples.to_vec(),
        }
    }

    pub(super) fn ambiguous(&self, readings: Vec<String>) -> TimePhraseError {
        TimePhraseError::Ambiguous {
            phrase: self.phrase.to_owned(),
            readings,
        }
    }

    pub(super) fn incomplete(&self, missing: &str, advice: &[&str]) -> TimePhraseError {
        TimePhraseError::Incomplete {
            phrase: self.phrase.to_owned(),
            missing: missing.to_owned(),
            advice: owned(advice),
        }
    }

    pub(super) fn no_such_time(&self, reading: String) -> TimePhraseError {
        no_such_time(self.phrase, reading)
    }

    pub(super) fn two_dates(&self) -> TimePhraseError {
        TimePhraseError::TwoDates {
            phrase: self.phrase.to_owned(),
            advice: owned(&["fri 16:00"]),
        }
    }

    pub(super) fn two_times(&self) -> TimePhraseError {
        two_times(self.phrase)
    }

    pub(super) fn too_far(&self) -> TimePhraseError {
        too_far(self.phrase)
    }
}

impl PhraseResolver<'_> {
    pub(super) fn ambiguous(&self, readings: Vec<String>) -> TimePhraseError {
        TimePhraseError::Ambiguous {
            phrase: self.phrase.to_owned(),
            readings,
        }
    }

    pub(super) fn incomplete(&self, missing: &str, advice: Vec<String>) -> TimePhraseError {
        TimePhraseError::Incomplete {
            phrase: self.phrase.to_owned(),
            missing: missing.to_owned(),
            advice,
        }
    }

    pub(super) fn no_such_time(&self, reading: String) -> TimePhraseError {
        no_such_time(self.phrase, reading)
    }

    pub(super) fn two_times(&self) -> TimePhraseError {
        two_times(self.phrase)
    }

    pub(super) fn too_far(&self) -> TimePhraseError {
        too_far(self.phrase)
    }
}

fn no_such_time(phrase: &str, reading: String) -> TimePhraseError {
    TimePhraseError::NoSuchTime {
        phrase: phrase.to_owned(),
        reading,
        advice: owned(&["16:30", "4:30pm", "4pm"]),
    }
}

fn two_times(phrase: &str) -> TimePhraseError {
    TimePhraseError::TwoTimes {
        phrase: phrase.to_owned(),
        advice: owned(&["fri 16:00"]),
    }
}

fn too_far(phrase: &str) -> TimePhraseError {
    TimePhraseError::TooFar {
        phrase: phrase.to_owned(),
    }
}

fn owned(phrases: &[&str]) -> Vec<String> {
    phrases.iter().map(|p| (*p).to_owned()).collect()
}
