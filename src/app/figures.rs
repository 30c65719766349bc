//! The state of the figures' view: the range, the counts, the scroll position.
//!
//! Owns the counting: one chunk of days at a time, and only while the view is open. The old figures
//! stay on the screen until the new ones are complete.

use crate::domain::figures::{Figures, ReportRange};

/// A request for figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresRequest {
    /// How far back.
    pub back: ReportRange,
    /// The figures counted so far; the next chunk is added to them.
    pub so_far: Option<Figures>,
}

/// The state of the view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FiguresState {
    /// How far back the view looks.
    pub back: ReportRange,
    whole: Option<Figures>,
    coming: Option<Figures>,
    asked: bool,
    again: bool,
    /// The first visible line.
    pub top: usize,
    /// The number of visible lines.
    pub height: usize,
}

impl FiguresState {
    /// The complete figures; the first time, those counted so far.
    #[must_use]
    pub const fn figures(&self) -> Option<&Figures> {
        match &self.whole {
            Some(figures) => Some(figures),
            None => self.coming.as_ref(),
        }
    }

    /// Requests the figures again; if a count is running, once that is done.
    pub fn request_figures(&mut self) -> Option<FiguresRequest> {
        if self.asked {
            self.again = true;
            return None;
        }
        self.asked = true;
        Some(FiguresRequest {
            back: self.back,
            so_far: None,
        })
    }

    /// Changes the range; `None` at either end.
    pub fn turn(&mut self, by: isize) -> Option<FiguresRequest> {
        let at = ReportRange::ALL
            .iter()
            .position(|back| *back == self.back)?;
        self.back = *ReportRange::ALL.get(at.checked_add_signed(by)?)?;
        (self.whole, self.coming) = (None, None);
        (self.asked, self.again) = (false, false);
        self.request_figures()
    }

    /// Accepts counted figures. Returns the next request, while the view is open.
    pub fn accept_figures(
        &mut self,
        back: ReportRange,
        figures: Figures,
        looked_at: bool,
    ) -> Option<FiguresRequest> {
        if back != self.back {
            return None;
        }
        self.asked = false;
        if figures.next_uncounted_period().is_some() {
            let next = looked_at.then(|| FiguresRequest {
                back,
                so_far: Some(figures.clone()),
            });
            self.asked = looked_at;
            self.coming = Some(figures);
            return next;
        }
        self.whole = Some(figures);
        self.coming = None;
        let again = std::mem::take(&mut self.again);
        (again && looked_at)
            .then(|| self.request_figures())
            .flatten()
    }

    /// Notes that a request failed.
    pub const fn mark_request_failed(&mut self) {
        self.asked = false;
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::{Figures, FiguresRequest, FiguresState, ReportRange};

    /// The figures of some days, counted completely or not at all.
    fn figures(days: u64, whole: bool) -> Figures {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let mut figures = Figures::of(crate::domain::figures::Period::back(days, today));
        while let Some(stretch) = figures.next_uncounted_period() {
            figures.count(stretch, []);
            if !whole {
                break;
            }
        }
        figures
    }

    fn anew(back: ReportRange) -> FiguresRequest {
        FiguresRequest { back, so_far: None }
    }

    #[test]
    fn what_is_shown_stays_until_what_is_counted_anew_is_whole() {
        let mut board = FiguresState::default();
        assert_eq!(board.request_figures(), Some(anew(ReportRange::FourWeeks)));
        let whole = figures(200, true);
        assert_eq!(
            board.accept_figures(ReportRange::FourWeeks, whole.clone(), true),
            None
        );
        board.request_figures();
        let part = figures(200, false);
        let next = board.accept_figures(ReportRange::FourWeeks, part.clone(), true);
        assert_eq!(next.and_then(|count| count.so_far), Some(part));
        assert_eq!(board.figures(), Some(&whole));
    }

    #[test]
    fn asked_for_while_they_are_counted_they_are_counted_anew_afterwards() {
        let mut board = FiguresState::default();
        board.request_figures();
        assert_eq!(
            (board.request_figures(), board.request_figures()),
            (None, None)
        );
        let next = board.accept_figures(ReportRange::FourWeeks, figures(200, false), true);
        assert!(next.is_some_and(|count| count.so_far.is_some()));
        let whole = figures(200, true);
        assert_eq!(
            board.accept_figures(ReportRange::FourWeeks, whole.clone(), true),
            Some(anew(ReportRange::FourWeeks))
        );
        assert_eq!(
            board.accept_figures(ReportRange::FourWeeks, whole, true),
            None
        );
    }

    #[test]
    fn nothing_is_counted_on_that_nobody_looks_at() {
        let mut board = FiguresState::default();
        board.request_figures();
        assert_eq!(
            board.accept_figures(ReportRange::FourWeeks, figures(200, false), false),
            None
        );
        assert_eq!(board.request_figures(), Some(anew(ReportRange::FourWeeks)));
        board.request_figures();
        assert_eq!(
            board.accept_figures(ReportRange::FourWeeks, figures(200, true), false),
            None
        );
    }

    #[test]
    fn what_was_asked_for_before_one_looked_further_back_is_no_answer() {
        let mut board = FiguresState::default();
        board.request_figures();
        assert_eq!(board.turn(1), Some(anew(ReportRange::Year)));
        assert_eq!(
            board.accept_figures(ReportRange::FourWeeks, figures(28, true), true),
            None
        );
        assert_eq!(board.figures(), None);
        assert_eq!(board.turn(1), Some(anew(ReportRange::Everything)));
        assert_eq!(board.turn(1), None, "there is nothing further back");
        board.turn(-1);
        board.turn(-1);
        assert_eq!(board.turn(-1), Some(anew(ReportRange::Week)));
        assert_eq!((board.turn(-1), board.back), (None, ReportRange::Week));
    }
}
