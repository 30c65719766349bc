//! A phone number in digits three rows high, made of box-drawing lines.

/// The three rows of each digit, three columns wide.
const FIGURES: [[&str; 3]; 10] = [
    ["┏━┓", "┃ ┃", "┗━┛"],
    [" ╻ ", " ┃ ", " ╹ "],
    ["╺━┓", "┏━┛", "┗━╸"],
    ["╺━┓", "╺━┫", "╺━┛"],
    ["╻ ╻", "┗━┫", "  ╹"],
    ["┏━╸", "┗━┓", "╺━┛"],
    ["┏━╸", "┣━┓", "┗━┛"],
    ["╺━┓", "  ┃", "  ╹"],
    ["┏━┓", "┣━┫", "┗━┛"],
    ["┏━┓", "┗━┫", "╺━┛"],
];

const PLUS: [&str; 3] = ["   ", "╺╋╸", "   "];

/// A number in three rows that fit a width; `None` if they do not fit, or if a character is not a
/// digit.
pub(super) fn rows(number: &str, width: usize) -> Option<[String; 3]> {
    let (bare, _extension) = number.split_once(" ext").unwrap_or((number, ""));
    [" ", ""]
        .iter()
        .filter_map(|between| spelled(bare, between))
        .find(|rows| rows.iter().all(|r| r.chars().count() <= width))
}

fn spelled(number: &str, between: &str) -> Option<[String; 3]> {
    let mut rows = [String::new(), String::new(), String::new()];
    let gap = if between.is_empty() { "  " } else { " " };
    for c in number.chars() {
        let figure = match c {
            '+' => &PLUS,
            ' ' | '-' | '(' | ')' | '.' | '/' => {
                for row in &mut rows {
                    row.push_str(gap);
                }
                continue;
            }
            _ => FIGURES.get(c.to_digit(10)? as usize)?,
        };
        for (row, part) in rows.iter_mut().zip(figure) {
            row.push_str(part);
            row.push_str(between);
        }
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn a_number_is_three_rows_high_where_there_is_room() {
        let three = rows("020 7946 0123", 46);
        assert!(three.is_some_and(|r| r.iter().all(|row| row.chars().count() <= 46)));
    }

    #[test]
    fn a_number_that_does_not_fit_is_not_cut() {
        assert_eq!(rows("+44 20 7946 0123", 20), None);
    }
}
