//! The screen, drawn from the state and nothing else.
//!
//! ```text
//!  Checkback  Hill Street Garage   1 Today 6  2 Ahead  3 Customers  4 Journal  5 Figures    Sun 22 Nov 10:42   top
//!  ━━━━━━━━━━━━━━━━━━━━━━━━───────────────── 12 of 18   promises 9 kept, 1 late, 2 to keep          top
//! ╭ To call ─────────────────────────────╮╭ Anita Patel  020 7946 0123 ──────── 2nd try ─╮
//! │▌10:30!  Anita Patel +1  Front pads … ││  ┏━┓╺━┓┏━┓                                    │
//! │                                      ││  ┃ ┃┏━┛┃ ┃                                    │
//! │ queue, ahead, customers or journal   ││  ┗━┛┗━╸┗━┛                             card   │
//! │ ✓ 10:12 Tom Reid  authorised £95     ││                                               │
//! ╰──────────────────────────────────────╯╰───────────────────────────────────────────────╯
//!  Anita Patel: Authorised £180. Check-back Mon 30 Nov.   u undo  t note  + = - feeling      foot
//!  d done  n no answer  v voicemail  b busy  x wrong number  s later  a add  / find  …       foot
//! ```
//!
//! Side by side from 100 columns, stacked below that, the list alone with the selected number in
//! it where neither fits. One file a region, each with one `render`. What can be clicked is handed
//! back as zones.

mod ahead;
mod big_number;
mod card;
mod customers;
mod figures;
mod footer;
mod glyphs;
mod header;
mod journal;
mod layout;
mod lock;
mod month;
mod people;
mod popups;
mod qr;
mod row;
mod theme;
mod today;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph, Wrap};

use crate::app::action::{Action, ClickTarget};
use crate::app::popups::Popup;
use crate::app::redact;
use crate::app::theme::{Glyphs, Theme};
use crate::app::{App, View};
use layout::{LayoutKind, ScreenRegions, foot_height, regions};

/// What can be clicked, the topmost last.
#[derive(Debug, Clone, Default)]
pub struct ClickZones(Vec<(Rect, ClickTarget)>);

impl ClickZones {
    fn add(&mut self, area: Rect, target: ClickTarget) {
        self.0.push((area, target));
    }

    /// What lies at a column and row of the screen.
    #[must_use]
    pub fn at(&self, column: u16, row: u16) -> Option<ClickTarget> {
        let here = ratatui::layout::Position::new(column, row);
        let zone = self.0.iter().rev().find(|(area, _)| area.contains(here));
        zone.map(|(_, target)| *target)
    }
}

/// Tells the lists how many of their rows are in sight on a screen of a size.
pub fn fit(app: &mut App, width: u16, height: u16) {
    let area = Rect::new(0, 0, width, height);
    // As high as what is drawn: of somebody who is masked there is less to show.
    let masked = app.public.private.then(|| redact::redacted(app));
    let drawn = masked.as_ref().unwrap_or(app);
    let regions = regions_for(drawn, area);
    fit_card(app, &regions);
    app.tall = usize::from(regions.body.height.saturating_sub(2));
    app.cramped = regions.shape == LayoutKind::TooSmall;
    let rows = usize::from(regions.list.height.saturating_sub(2)).max(1);
    let done = today::done_rows(app, rows);
    // The selected row has a second line where there is no card to show the number.
    let more = usize::from(regions.shape == LayoutKind::ListOnly);
    app.today.height = rows.saturating_sub(done + more).max(1);
    app.today.keep_in_sight();
    let alone = usize::from(regions.card.is_none());
    let drawn = usize::from(month::rows(regions.list.height.saturating_sub(2)));
    app.ahead.height = rows.saturating_sub(drawn + alone).max(1);
    app.ahead.keep_in_sight();
    app.customers.height = rows.saturating_sub(more).max(1);
    app.customers.keep_in_sight();
    app.journal.height = rows;
    app.journal.keep_in_sight();
    if app.view == View::Figures {
        let (height, furthest) = figures::sight(app, regions.list);
        app.figures.height = height;
        app.figures.top = app.figures.top.min(furthest);
    }
    popups::fit(app, regions.body);
}

/// Tells the card how far it can be scrolled: over the whole screen where it was opened, else where
/// it stands.
fn fit_card(app: &mut App, regions: &ScreenRegions) {
    let open = matches!(app.popup, Some(Popup::Card(_)));
    let area = if open {
        Some(regions.body)
    } else {
        under_popup(app, regions).1
    };
    let (furthest, height) = area.map_or((0, 0), |area| card::sight(app, area));
    app.card_scroll.furthest = furthest;
    app.card_scroll.height = height;
    app.card_scroll.stands = regions.card.is_some();
}

/// The regions of a screen: under a list with nobody in it there is no card to leave room for, and
/// the figures have the whole of it.
fn regions_for(app: &App, area: Rect) -> ScreenRegions {
    // A long notice has a second line where the foot has two, and nothing lies on top.
    let most = if app.popup.is_some() {
        1
    } else {
        foot_height(area.height)
    };
    let notice = footer::notice_height(app, area.width, most);
    let mut regions = regions(area, notice);
    let bare = regions.shape == LayoutKind::Stacked && app.selected_id().is_none();
    // The month needs the card's room, and a row then tells its own number.
    let month = regions.shape == LayoutKind::Stacked && app.view == View::Ahead;
    if bare || month || app.view == View::Figures {
        regions.list = regions.body;
        regions.card = None;
    }
    if let Some(area) = regions
        .card
        .filter(|_| regions.shape == LayoutKind::Stacked)
    {
        regions.give_card(card::height(app, area.width));
    }
    regions
}

/// Where a popup lies, and where the card stands. A question about a call lies over the list, and has
/// the card beneath it where none stands: number and words are read while one answers.
fn under_popup(app: &App, regions: &ScreenRegions) -> (Rect, Option<Rect>) {
    const LEAST_CARD: u16 = 6;
    let body = regions.body;
    if popups::talked_with(app).is_none() {
        return (body, regions.card);
    }
    if regions.card.is_some() {
        return (regions.list, regions.card);
    }
    let (least, most) = popups::heights(app, body.width);
    if body.height < least + LEAST_CARD {
        return (body, None);
    }
    let left = body
        .height
        .saturating_sub(card::least_height(app, body.width).max(LEAST_CARD));
    let height = left.clamp(least, most.max(least));
    let popup = Rect { height, ..body };
    let card = Rect {
        y: body.y + height,
        height: body.height.saturating_sub(height),
        ..body
    };
    (popup, Some(card))
}

/// Draws one frame, and returns what can be clicked in it.
pub fn draw(frame: &mut Frame<'_>, app: &App) -> ClickZones {
    let area = frame.area();
    let zones = if let Some(lock) = &app.public.lock {
        lock::render(frame, area, app, lock);
        ClickZones::default()
    } else if app.public.private {
        compose(frame, &redact::redacted(app))
    } else {
        compose(frame, app)
    };
    if app.glyphs == Glyphs::Plain {
        glyphs::make_plain(frame.buffer_mut());
    }
    theme::paint(frame.buffer_mut(), app.theme);
    zones
}

/// The colour of the cursor in a theme, as a terminal is told it; nothing where it is its own.
#[must_use]
pub fn cursor(theme: Theme) -> Option<String> {
    theme::cursor(theme)
}

/// Draws every region, in the styles' meanings.
fn compose(frame: &mut Frame<'_>, app: &App) -> ClickZones {
    let mut zones = ClickZones::default();
    let area = frame.area();
    let regions = regions_for(app, area);
    if regions.shape == LayoutKind::TooSmall {
        let words = vec![
            Line::styled("Checkback", theme::TITLE),
            Line::raw(format!(
                "Window too small ({}×{}). Make it at least 36×9.",
                area.width, area.height
            )),
        ];
        frame.render_widget(Paragraph::new(words).wrap(Wrap { trim: true }), area);
        return zones;
    }
    header::render(frame, regions.top, app, &mut zones);
    let alone = regions.shape == LayoutKind::ListOnly;
    match app.view {
        View::Today => today::render(frame, regions.list, app, alone, &mut zones),
        View::Ahead => {
            let alone = regions.card.is_none();
            ahead::render(frame, regions.list, app, alone, &mut zones);
        }
        View::Customers => customers::render(frame, regions.list, app, alone, &mut zones),
        View::Journal => journal::render(frame, regions.list, app, &mut zones),
        View::Figures => figures::render(frame, regions.list, app),
    }
    let (place, card) = under_popup(app, &regions);
    if let Some(area) = card {
        frame.render_widget(Clear, area);
        card::render(frame, area, app, (Action::CardDown, Action::CardUp));
        zones.add(area, ClickTarget::Card);
    }
    footer::notice(frame, regions.notice, app, &mut zones);
    footer::render(frame, regions.foot, app, regions.notice.height, &mut zones);
    popups::render(frame, place, app, &mut zones);
    zones
}
