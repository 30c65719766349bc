//! What waits to be sent in one statement: queries until one of their answers is wanted, changes until
//! something else is asked for. So an act is a few statements, however many texts it is made of.

use super::super::error::StoreError;
use super::super::sql::{ChangeNews, SqlRow, SqlValue};
use super::client::{DEADLINE, Postgres, QueryAnswer};
use super::combine::{BoundText, PlainChange, combine_queries, read_combined};
use super::news;
use super::pipeline::{ExpectedReply, PipelineResponse, next_number};
use super::values::read_row;

impl Postgres {
    /// Puts a query with those that wait; the number of its answer.
    pub(super) fn wait_with(&mut self, sql: &str, values: &[SqlValue]) -> u64 {
        let number = next_number();
        let text = BoundText {
            sql: sql.to_owned(),
            values: values.to_vec(),
        };
        self.queries.push((number, text));
        number
    }

    /// Sends what waits, whatever it is.
    pub(super) fn send_waiting(&mut self) -> Result<(), StoreError> {
        self.send_queries()?;
        self.send_changes()
    }

    /// Sends the queries that wait, as one.
    pub(super) fn send_queries(&mut self) -> Result<(), StoreError> {
        let waiting = std::mem::take(&mut self.queries);
        let (numbers, texts): (Vec<u64>, Vec<BoundText>) = waiting.into_iter().unzip();
        match (numbers.as_slice(), texts.as_slice()) {
            ([], _) => {}
            ([number], [text]) => {
                let sent = self.push(&text.sql, &text.values, ExpectedReply::Rows)?;
                self.answers.insert(*number, QueryAnswer::Alone(sent));
            }
            _ => {
                let one = combine_queries(&texts);
                let sent = self.push(&one.sql, &one.values, ExpectedReply::Rows)?;
                let cells = numbers.into_iter().enumerate();
                let answers = cells.map(|(cell, number)| (number, QueryAnswer::Cell(sent, cell)));
                self.answers.extend(answers);
            }
        }
        Ok(())
    }

    /// The rows of a query that was sent.
    pub(super) fn take_answer(&mut self, number: u64) -> Result<Vec<SqlRow>, StoreError> {
        let twice = || StoreError::Engine("an answer was taken twice".to_owned());
        match self.answers.remove(&number).ok_or_else(twice)? {
            QueryAnswer::Rows(rows) => Ok(rows),
            QueryAnswer::Alone(sent) => self.receive_rows(sent),
            QueryAnswer::Cell(sent, own) => {
                let row = self.receive_rows(sent)?.into_iter().next();
                let mut cells: Vec<SqlValue> =
                    row.map(|row| row.cells().collect()).unwrap_or_default();
                let mut taken = Vec::new();
                for answer in self.answers.values_mut() {
                    let QueryAnswer::Cell(of, cell) = *answer else {
                        continue;
                    };
                    if of == sent
                        && let Some(cell) = cells.get_mut(cell)
                    {
                        let cell = std::mem::replace(cell, SqlValue::Null);
                        *answer = QueryAnswer::Rows(read_combined(cell)?);
                    }
                }
                if let Some(cell) = cells.get_mut(own) {
                    taken = read_combined(std::mem::replace(cell, SqlValue::Null))?;
                }
                self.work.rows += taken.len() as u64;
                Ok(taken)
            }
        }
    }

    fn receive_rows(&mut self, number: u64) -> Result<Vec<SqlRow>, StoreError> {
        let PipelineResponse::Rows(found) = self.receive_response(number)? else {
            return Err(StoreError::Engine("an answer was taken twice".to_owned()));
        };
        self.work.rows += found.len() as u64;
        found.iter().map(read_row).collect()
    }

    /// Changes rows with the changes that wait, where it can; else behind them.
    pub(super) fn change_later(
        &mut self,
        sql: &str,
        values: &[SqlValue],
        wants: Option<u64>,
    ) -> Result<(), StoreError> {
        let plain = PlainChange::read(sql, values, wants).filter(|_| self.changes.has_room());
        let Some(change) = plain else {
            self.send_changes()?;
            let wants = ExpectedReply::Completion(wants);
            return self.push(sql, values, wants).map(|_| ());
        };
        if !self.changes.takes(&change) {
            self.send_changes()?;
        }
        self.changes.push(change);
        Ok(())
    }

    /// Sends the changes that wait, as one.
    pub(super) fn send_changes(&mut self) -> Result<(), StoreError> {
        if let Some((text, wants)) = self.changes.take() {
            let wants = ExpectedReply::Completion(wants);
            self.push(&text.sql, &text.values, wants)?;
        }
        Ok(())
    }

    /// Tells the others what was done. By itself, after the act: whoever notifies within a
    /// transaction holds up every other one of the server until it is on the disk. Lost, it is made
    /// good by the ping.
    pub(super) fn tell(&mut self, news: Option<&ChangeNews>) {
        let Some(shop) = self.shop else { return };
        let nobody = |news: &ChangeNews| {
            let customers = news.customers.as_ref();
            news.act.is_none() && customers.is_some_and(std::collections::BTreeSet::is_empty)
        };
        if news.is_some_and(nobody) {
            return;
        }
        let words = news::payload(self.notifications.own(), news);
        if let Some(known) = &mut self.known {
            known.note([]);
        }
        let sql = format!(
            "SELECT pg_notify('checkback_{shop}', '{words}'), \
             set_config('synchronous_commit', 'off', true)"
        );
        let _made_good = self.push_command(sql, ExpectedReply::Ignored, DEADLINE);
    }
}
