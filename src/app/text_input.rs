//! A typed line: its cursor goes by grapheme, its width by columns.

use unicode_segmentation::UnicodeSegmentation;

use super::action::Action;
use crate::domain::text::{display_width, sanitize};

/// The longest line that can be typed, in bytes: a name or a note, not a book.
const LONGEST: usize = 2_000;

/// A line somebody types.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextInput {
    text: String,
    /// Where the cursor is, in bytes; always between two graphemes.
    cursor: usize,
    /// Whether what stands there was only offered: the first character typed takes its place.
    offered: bool,
}

impl TextInput {
    /// A line with something in it, the cursor behind it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            cursor: text.len(),
            offered: false,
        }
    }

    /// A line with something offered in it: the first character typed takes its place, moving the
    /// cursor makes it one's own.
    #[must_use]
    pub fn with_suggestion(text: &str) -> Self {
        Self {
            offered: true,
            ..Self::new(text)
        }
    }

    /// What a key of the typed line does to it; `None` for an action that is none.
    #[must_use]
    pub fn edit_of(action: Action) -> Option<fn(&mut Self)> {
        Some(match action {
            Action::Left => Self::left,
            Action::Right => Self::right,
            Action::LineStart => Self::home,
            Action::LineEnd => Self::end,
            Action::Backspace => Self::backspace,
            Action::Delete => Self::delete,
            Action::DeleteWord => Self::delete_word,
            Action::ClearLine => Self::clear,
            _ => return None,
        })
    }

    /// What was only offered is gone, or one's own from now on.
    fn resolve_suggestion(&mut self, kept: bool) {
        if std::mem::take(&mut self.offered) && !kept {
            self.clear();
        }
    }

    /// What was typed, as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was typed, cleaned: as it may enter the store.
    #[must_use]
    pub fn cleaned(&self) -> String {
        sanitize(&self.text)
    }

    /// Whether nothing was typed but blanks.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after_cursor(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    /// Types a text where the cursor is: a key's character, or what was pasted. Control characters
    /// do not get in; a pasted line break is a blank. Whether the line had room for all of it.
    pub fn insert(&mut self, typed: &str) -> bool {
        self.resolve_suggestion(false);
        let mut safe: String = typed
            .chars()
            .map(|c| {
                if matches!(c, '\n' | '\r' | '\t') {
                    ' '
                } else {
                    c
                }
            })
            .filter(|c| !c.is_control() && !is_hidden(*c))
            .collect();
        let whole = safe.len();
        while self.text.len() + safe.len() > LONGEST {
            if safe.pop().is_none() {
                return false;
            }
        }
        let whole = whole == safe.len();
        self.text.insert_str(self.cursor, &safe);
        let target = self.cursor + safe.len();
        // A combining mark joins the grapheme before it, and may move its end.
        self.cursor = self.boundary_from(target);
        whole
    }

    fn boundary_from(&self, target: usize) -> usize {
        self.text
            .grapheme_indices(true)
            .map(|(at, g)| at + g.len())
            .find(|end| *end >= target)
            .unwrap_or(self.text.len())
    }

    /// Takes out the grapheme before the cursor.
    pub fn backspace(&mut self) {
        self.resolve_suggestion(true);
        let start = self.previous();
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Takes out the grapheme behind the cursor.
    pub fn delete(&mut self) {
        self.resolve_suggestion(true);
        let end = self.next();
        self.text.replace_range(self.cursor..end, "");
    }

    /// Takes out the word before the cursor.
    fn delete_word(&mut self) {
        self.resolve_suggestion(true);
        let kept = self.before().trim_end();
        let start = kept
            .char_indices()
            .rev()
            .find(|(_, c)| c.is_whitespace())
            .map_or(0, |(at, c)| at + c.len_utf8());
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Takes out everything.
    pub fn clear(&mut self) {
        self.text.clear();
        self.cursor = 0;
    }

    fn previous(&self) -> usize {
        self.before()
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        self.cursor
            + self
                .after_cursor()
                .graphemes(true)
                .next()
                .map_or(0, str::len)
    }

    /// One grapheme back.
    pub fn left(&mut self) {
        self.resolve_suggestion(true);
        self.cursor = self.previous();
    }

    /// One grapheme on.
    pub fn right(&mut self) {
        self.resolve_suggestion(true);
        self.cursor = self.next();
    }

    /// To the beginning.
    pub fn home(&mut self) {
        self.resolve_suggestion(true);
        self.cursor = 0;
    }

    /// To the end.
    pub fn end(&mut self) {
        self.resolve_suggestion(true);
        self.cursor = self.text.len();
    }

    /// The part of the line that fits a width in columns, and the column of the cursor in it: the
    /// cursor is always in sight.
    #[must_use]
    pub fn window(&self, width: usize) -> (String, usize) {
        let width = width.max(2);
        // The cursor may stand one column behind the text: keep that column free.
        let mut head = String::new();
        for g in self.before().graphemes(true).rev() {
            if display_width(&head) + display_width(g) >= width {
                break;
            }
            head.insert_str(0, g);
        }
        let at = display_width(&head);
        let mut shown = head;
        for g in self.after_cursor().graphemes(true) {
            if display_width(&shown) + display_width(g) > width {
                break;
            }
            shown.push_str(g);
        }
        (shown, at)
    }
}

/// Characters that draw nothing or turn the reading order, and have no business in a typed line.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' | '\u{2028}' | '\u{2029}' | '\u{00AD}' | '\u{061C}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::TextInput;

    fn typed(keys: &[&str]) -> TextInput {
        let mut line = TextInput::default();
        for key in keys {
            line.insert(key);
        }
        line
    }

    #[test]
    fn a_combining_mark_joins_the_letter_before_it() {
        let mut line = typed(&["J", "o", "s", "e", "\u{301}"]);
        line.backspace();
        assert_eq!(line.text(), "Jos");
    }

    #[test]
    fn a_family_emoji_is_one_step_of_the_cursor() {
        let mut line = typed(&["a", "👩‍👧", "b"]);
        line.left();
        line.left();
        line.insert("x");
        assert_eq!(line.text(), "ax👩‍👧b");
    }

    #[test]
    fn the_cursor_counts_columns_not_letters() {
        let line = typed(&["王", "芳"]);
        assert_eq!(line.window(20), ("王芳".to_owned(), 4));
    }

    #[test]
    fn a_long_line_shows_the_part_around_the_cursor() {
        let mut line = TextInput::new("abcdefghij");
        assert_eq!(line.window(5), ("ghij".to_owned(), 4));
        line.home();
        assert_eq!(line.window(5), ("abcde".to_owned(), 0));
    }

    #[test]
    fn pasted_control_characters_do_not_get_in() {
        let line = typed(&["a\u{1b}[31mb\nc\u{202e}d"]);
        assert_eq!(line.text(), "a[31mb cd");
    }

    #[test]
    fn what_was_only_offered_is_replaced_by_the_first_character_typed() {
        let mut line = TextInput::with_suggestion("£92");
        line.insert("9");
        line.insert("5");
        assert_eq!(line.text(), "95");
        let mut kept = TextInput::with_suggestion("Mei Lin");
        kept.end();
        kept.insert("g");
        assert_eq!(kept.text(), "Mei Ling");
    }

    #[test]
    fn a_word_is_deleted_whole() {
        let mut line = TextInput::new("next tuesday 2pm");
        line.delete_word();
        assert_eq!(line.text(), "next tuesday ");
        line.delete_word();
        assert_eq!(line.text(), "next ");
    }
}
