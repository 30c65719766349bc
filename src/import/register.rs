//! Where a customer is to be found among those a file is held against: by name, and by number or
//! e-mail. However many bear one name, a look-up stays short.

use std::collections::HashMap;

use crate::domain::customer::Customer;
use crate::domain::draft::Draft;
use crate::domain::words::fold;

/// Places of customers, by what they are looked for.
#[derive(Debug, Default)]
pub(super) struct Register {
    named: HashMap<String, Vec<usize>>,
    reached: HashMap<(String, String), Vec<usize>>,
    numberless: HashMap<String, Vec<usize>>,
    mailless: HashMap<String, Vec<usize>>,
}

impl Register {
    /// Enters a customer at a place.
    pub(super) fn enter(&mut self, at: usize, customer: &Customer) {
        let name = fold(&customer.name);
        self.named.entry(name.clone()).or_default().push(at);
        for (reach, without) in [
            (&customer.phone, &mut self.numberless),
            (&customer.email, &mut self.mailless),
        ] {
            match reach.clone() {
                Some(reach) => {
                    let key = (name.clone(), reach);
                    self.reached.entry(key).or_default().push(at);
                }
                None => without.entry(name.clone()).or_default().push(at),
            }
        }
    }

    /// Notes a number or an e-mail that a customer did not have before.
    pub(super) fn note(&mut self, at: usize, before: &Customer, after: &Customer) {
        let pairs = [(&before.phone, &after.phone), (&before.email, &after.email)];
        for reach in pairs
            .into_iter()
            .filter(|(b, a)| b != a)
            .filter_map(|(_, a)| a.clone())
        {
            let key = (fold(&after.name), reach);
            self.reached.entry(key).or_default().push(at);
        }
    }

    /// Where those are whom a draft may mean: first with its own number or e-mail, then those
    /// against whom nothing speaks.
    pub(super) fn places(&self, draft: &Draft) -> [&[usize]; 2] {
        let name = fold(&draft.name);
        let number = draft.phone.as_ref().map(|n| &n.e164);
        let (reach, others) = match (number, &draft.email) {
            (Some(number), _) => (Some(number), &self.numberless),
            (None, Some(email)) => (Some(email), &self.mailless),
            (None, None) => (None, &self.named),
        };
        let others = others.get(&name);
        let own = reach.and_then(|reach| self.reached.get(&(name, reach.clone())));
        [own, others].map(|places| places.map_or(&[][..], Vec::as_slice))
    }
}
