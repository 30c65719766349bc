//! The pictures of README.md: the made-up garage's day, drawn by the program's own views and
//! written as SVG. A picture that no longer shows what the screen shows fails; `tests/picture`
//! writes all of them anew.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod demo_screen;
mod glyph;
mod svg;

use std::fs;
use std::path::PathBuf;

use demo_screen::DemoScreen;

/// A view of the program that README.md shows.
struct Shown {
    /// The files' name in assets/pictures, before the number of columns.
    name: &'static str,
    /// The terminals it is drawn for: columns and rows.
    sizes: [(u16, u16); 2],
    /// The keys that lead there.
    keys: &'static str,
    /// What somebody who cannot see it is told.
    title: &'static str,
    /// Words the screen must show: without them the keys led somewhere else.
    words: &'static [&'static str],
}

const TODAY: Shown = Shown {
    name: "today",
    sizes: [(120, 32), (80, 24)],
    keys: "",
    title: "The list of a made-up garage's day, and the card of the selected customer",
    words: &["5 Figures", "To call", "Anita Patel"],
};

const OUTCOME: Shown = Shown {
    name: "outcome",
    sizes: [(120, 32), (80, 24)],
    keys: "d",
    title: "The question after a call: how did it end? One key for each answer",
    words: &["how did it end?", "authorised"],
};

const FIGURES: Shown = Shown {
    name: "figures",
    sizes: [(120, 32), (80, 32)],
    keys: "5",
    title: "The figures of the last 28 days, drawn as charts",
    words: &["When people answer", "Promises"],
};

impl Shown {
    fn file(&self, (columns, _): (u16, u16)) -> String {
        format!("{}-{columns}.svg", self.name)
    }

    /// Each picture's file, and the picture as the program draws its screen now.
    fn drawn(&self) -> Vec<(String, String)> {
        let mut screen = DemoScreen::open();
        for key in self.keys.chars() {
            screen.press(key);
        }
        let picture = |size| {
            screen.draw(size);
            let text = screen.text();
            for words in self.words {
                assert!(text.contains(words), "no “{words}” on the screen:\n{text}");
            }
            (self.file(size), svg::of(screen.buffer(), self.title))
        };
        self.sizes.map(picture).to_vec()
    }

    /// Compares each picture with the screen, or writes it anew where that was asked for.
    fn is_as_drawn(&self) {
        let update = std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always");
        for (file, drawn) in self.drawn() {
            let path = folder().join(&file);
            if update {
                fs::write(path, drawn).unwrap();
                continue;
            }
            // Git may give a text file the line ends of its platform.
            let kept = fs::read_to_string(path).unwrap_or_default();
            let kept = kept.replace("\r\n", "\n");
            let (was, is) = first_difference(&kept, &drawn);
            assert!(
                kept == drawn,
                "{file} differs from the screen; look at the change, then run tests/picture\n\
                 picture: {was}\n screen: {is}"
            );
        }
    }
}

/// Where the pictures are kept.
fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/pictures")
}

/// The first line that differs, as it was and as it is.
fn first_difference<'a>(was: &'a str, is: &'a str) -> (&'a str, &'a str) {
    let (mut was, mut is) = (was.lines(), is.lines());
    loop {
        match (was.next(), is.next()) {
            (None, None) => return ("", ""),
            (was, is) if was != is => return (was.unwrap_or_default(), is.unwrap_or_default()),
            _ => {}
        }
    }
}

#[test]
fn the_picture_of_the_list_shows_what_the_screen_shows() {
    TODAY.is_as_drawn();
}

#[test]
fn the_picture_of_the_outcome_popup_shows_what_the_screen_shows() {
    OUTCOME.is_as_drawn();
}

#[test]
fn the_picture_of_the_figures_shows_what_the_screen_shows() {
    FIGURES.is_as_drawn();
}

#[test]
fn readme_shows_every_picture_and_there_is_no_other() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let mut there: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    let shown = [FIGURES, OUTCOME, TODAY].into_iter();
    let mut named: Vec<String> = shown
        .flat_map(|s| s.sizes.map(|size| s.file(size)))
        .collect();
    named.sort();
    assert_eq!(there, named);
    for name in named {
        let link = format!("assets/pictures/{name}");
        assert!(readme.contains(&link), "README.md does not show {link}");
    }
}
