//! The message for a customer who could not be reached, from the shop's template.
//!
//! Owns the template's placeholders and their values. A message says what it is about and demands
//! nothing: the customer rings when it suits them.

/// The placeholders a template may have.
const PLACES: [&str; 6] = ["name", "about", "item", "reason", "shop", "number"];

/// The template of a shop that has none of its own.
const USUAL: &str = "Hello {name}, this is {shop}. We tried to ring you about {about}. \
                     Please ring us when it suits you, or tell us when we may ring. {number}";

/// A template whose placeholders are all known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageTemplate(String);

impl Default for MessageTemplate {
    fn default() -> Self {
        Self(USUAL.to_owned())
    }
}

/// The values of the placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageFields<'a> {
    /// The customer's name.
    pub name: &'a str,
    /// The item it is about, if any.
    pub item: Option<&'a str>,
    /// Why they were rung.
    pub reason: &'a str,
    /// The shop's name.
    pub shop: &'a str,
    /// The shop's phone number; empty if it gave none.
    pub number: &'a str,
}

impl MessageTemplate {
    /// A template of the shop's own.
    ///
    /// # Errors
    /// If the text has an unknown placeholder or an unclosed one: the message lists the known ones.
    pub fn new(text: &str) -> Result<Self, String> {
        for part in text.split('{').skip(1) {
            let place = part.split_once('}').map(|(place, _)| place);
            if !place.is_some_and(|place| PLACES.contains(&place)) {
                let wrong = place.map_or(part.to_owned(), |place| format!("{place}}}"));
                let known = PLACES.map(|place| format!("{{{place}}}")).join(", ");
                return Err(format!(
                    "“{{{wrong}” cannot stand in a message: use {known}"
                ));
            }
        }
        Ok(Self(text.to_owned()))
    }

    /// The text of the template, as configured.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The message with its placeholders replaced; an empty value leaves no gap.
    #[must_use]
    pub fn filled(&self, matter: &MessageFields<'_>) -> String {
        let item = matter.item.unwrap_or_default();
        let about = match matter.item {
            Some(item) => format!("{item}: {}", matter.reason),
            None => matter.reason.to_owned(),
        };
        let filled = self.0.split('{').enumerate().map(|(n, part)| {
            let Some((place, after)) = part.split_once('}').filter(|_| n > 0) else {
                return part.to_owned();
            };
            let words = match place {
                "name" => matter.name,
                "about" => &about,
                "item" => item,
                "reason" => matter.reason,
                "shop" => matter.shop,
                _ => matter.number,
            };
            format!("{words}{after}")
        });
        let whole: String = filled.collect();
        whole.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::{MessageFields, MessageTemplate};

    const MATTER: MessageFields<'static> = MessageFields {
        name: "Anita Patel",
        item: Some("Renault Clio AB12 CDE"),
        reason: "Front pads 2 mm",
        shop: "Hill Street Garage",
        number: "020 7946 0999",
    };

    #[test]
    fn the_usual_message_says_who_rang_about_what_and_where_to_ring() {
        assert_eq!(
            MessageTemplate::default().filled(&MATTER),
            "Hello Anita Patel, this is Hill Street Garage. We tried to ring you about Renault \
             Clio AB12 CDE: Front pads 2 mm. Please ring us when it suits you, or tell us when we \
             may ring. 020 7946 0999"
        );
    }

    #[test]
    fn what_is_not_known_leaves_no_gap() {
        let bare = MessageFields {
            item: None,
            number: "",
            ..MATTER
        };
        let said = MessageTemplate::default().filled(&bare);
        assert!(said.contains("about Front pads 2 mm. Please"), "{said}");
        assert!(said.ends_with("when we may ring."), "{said}");
    }

    #[test]
    fn a_brace_in_a_name_is_no_place() {
        let odd = MessageFields {
            name: "{shop} Ltd",
            ..MATTER
        };
        assert!(
            MessageTemplate::default()
                .filled(&odd)
                .starts_with("Hello {shop} Ltd,")
        );
    }

    #[test]
    fn an_unknown_place_is_refused_with_those_there_are() {
        let wrong = MessageTemplate::new("Hi {nmae}").unwrap_err();
        assert!(
            wrong.contains("“{nmae}” cannot stand in a message") && wrong.contains("{name}"),
            "{wrong}"
        );
        assert!(
            MessageTemplate::new("Hi {name").is_err(),
            "it is never closed"
        );
        assert!(MessageTemplate::new("Hi {name}, {shop}").is_ok());
    }
}
