//! The screen's layout: the regions for each screen size.

use ratatui::layout::Rect;

/// How list and card are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LayoutKind {
    /// Side by side.
    Beside,
    /// The card under the list.
    Stacked,
    /// The list alone; the selected row shows its number.
    ListOnly,
    /// The screen is too small for the list alone.
    TooSmall,
}

/// The regions of the screen.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScreenRegions {
    pub(super) shape: LayoutKind,
    pub(super) top: Rect,
    pub(super) body: Rect,
    pub(super) list: Rect,
    pub(super) card: Option<Rect>,
    pub(super) notice: Rect,
    pub(super) foot: Rect,
}

/// The fewest rows of a card below the list: the number and two more lines.
const LEAST: u16 = 7;

impl ScreenRegions {
    /// Gives the card below the list the rows it needs, and what it does not need to the list.
    pub(super) fn give_card(&mut self, needed: u16) {
        let Some(card) = &mut self.card else { return };
        let high = needed.clamp(LEAST.min(card.height), card.height);
        let more = card.height - high;
        card.height = high;
        card.y += more;
        self.list.height += more;
    }
}

/// From this width on list and card are side by side.
const BESIDE: u16 = 100;

/// How many lines the foot has on a screen of a height.
pub(super) const fn foot_height(height: u16) -> u16 {
    if height >= 20 { 2 } else { 1 }
}

/// The regions of a screen of a size, with so many lines for the notice.
pub(super) fn regions(area: Rect, notice: u16) -> ScreenRegions {
    let shape = shape(area);
    let line = |y: u16, height: u16| Rect {
        x: area.x,
        y: area.y + y,
        width: area.width,
        height,
    };
    let tops = if area.height >= 14 { 2 } else { 1 };
    let foots = foot_height(area.height);
    let body = line(tops, area.height.saturating_sub(tops + foots + notice));
    let (list, card) = match shape {
        LayoutKind::Beside => {
            let wide = (area.width * 3 / 8).clamp(42, 72);
            let list = Rect {
                width: body.width - wide,
                ..body
            };
            let card = Rect {
                x: body.x + list.width,
                width: wide,
                ..body
            };
            (list, Some(card))
        }
        LayoutKind::Stacked => {
            // The card has room for the number, two follow-ups and what to say; it scrolls. A notice of
            // two lines has the second one from the list.
            let high = ((body.height + notice - 1) * 11 / 20).max(9);
            let list = Rect {
                height: body.height - high,
                ..body
            };
            let card = Rect {
                y: body.y + list.height,
                height: high,
                ..body
            };
            (list, Some(card))
        }
        LayoutKind::ListOnly | LayoutKind::TooSmall => (body, None),
    };
    ScreenRegions {
        shape,
        top: line(0, tops),
        body,
        list,
        card,
        notice: line(
            area.height.saturating_sub(foots + notice),
            notice.min(area.height),
        ),
        foot: line(area.height.saturating_sub(foots), foots.min(area.height)),
    }
}

const fn shape(area: Rect) -> LayoutKind {
    if area.width < 36 || area.height < 9 {
        LayoutKind::TooSmall
    } else if area.width >= BESIDE && area.height >= 14 {
        LayoutKind::Beside
    } else if area.width >= 66 && area.height >= 22 {
        LayoutKind::Stacked
    } else {
        LayoutKind::ListOnly
    }
}
