//! Money: amounts in minor units of the shop's currency, as people write and read them.

/// A currency: its code, its sign, and how many decimals it has (ISO 4217).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217: "GBP".
    pub code: String,
    /// "£", or the code and a space where the currency has no sign of its own.
    pub sign: String,
    /// 2 for most, 0 for the yen.
    pub decimals: u32,
}

impl Default for Currency {
    fn default() -> Self {
        Self {
            code: "GBP".to_owned(),
            sign: "£".to_owned(),
            decimals: 2,
        }
    }
}

/// The largest accepted amount, in minor units: above a thousand million pounds it is a slip.
const MOST: i64 = 100_000_000_000;

impl Currency {
    /// The currency of a code of three capital letters.
    ///
    /// # Errors
    /// If the code is not three capital letters: the message says what a code looks like.
    pub fn new(code: &str) -> Result<Self, String> {
        if code.len() != 3 || !code.chars().all(|c| c.is_ascii_uppercase()) {
            return Err(format!(
                "“{code}” is not a currency: write three capital letters, such as GBP, EUR or USD"
            ));
        }
        let sign = match code {
            "GBP" => "£",
            "EUR" => "€",
            "USD" | "AUD" | "CAD" | "NZD" | "SGD" | "HKD" | "MXN" => "$",
            "JPY" | "CNY" => "¥",
            "INR" => "₹",
            "KRW" => "₩",
            "PLN" => "zł ",
            _ => "",
        };
        let decimals = match code {
            "JPY" | "KRW" | "VND" | "CLP" | "ISK" | "PYG" | "UGX" | "RWF" | "XAF" | "XOF"
            | "XPF" | "BIF" | "DJF" | "GNF" | "KMF" | "VUV" => 0,
            "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
            _ => 2,
        };
        Ok(Self {
            code: code.to_owned(),
            sign: if sign.is_empty() {
                format!("{code} ")
            } else {
                sign.to_owned()
            },
            decimals,
        })
    }

    fn unit(&self) -> i64 {
        10_i64.pow(self.decimals)
    }

    /// "£180", "£95.50": decimals only if there are any.
    #[must_use]
    pub fn show(&self, minor: i64) -> String {
        let unit = self.unit();
        let (whole, part) = (minor / unit, minor % unit);
        if part == 0 {
            format!("{}{whole}", self.sign)
        } else {
            let width = self.decimals as usize;
            format!("{}{whole}.{part:0width$}", self.sign)
        }
    }

    /// The amount in at most `columns` columns: the decimals are dropped if they do not fit.
    #[must_use]
    pub fn show_within(&self, minor: i64, columns: usize) -> String {
        let whole = self.show(minor);
        if whole.chars().count() <= columns {
            return whole;
        }
        let unit = self.unit();
        format!("~{}", self.show((minor + unit / 2) / unit * unit))
    }

    /// The amount without the sign, with every decimal the currency has: "180.00".
    #[must_use]
    pub fn figures(&self, minor: i64) -> String {
        let (unit, width) = (self.unit(), self.decimals as usize);
        if width == 0 {
            return minor.to_string();
        }
        format!("{}.{:0width$}", minor / unit, minor % unit)
    }

    /// Parses a typed amount into minor units: "180", "£180.50", "1,250", "95,5", "180 €".
    ///
    /// # Errors
    /// If the text is no amount, is ambiguous or too large: the message says what would be right.
    pub fn read(&self, typed: &str) -> Result<i64, String> {
        let wrong = || {
            format!(
                "“{typed}” is not an amount; type e.g. {}",
                self.show(18050 * self.unit() / 100)
            )
        };
        // "£180", "180 €", "GBP 180", "180 EUR".
        let mut bare = typed.trim();
        for unit in [self.sign.trim(), &self.code] {
            bare = bare.strip_prefix(unit).unwrap_or(bare);
            bare = bare.strip_suffix(unit).unwrap_or(bare);
        }
        let bare: String = bare
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '\'')
            .collect();
        if self.unclear(&bare) {
            return Err(format!(
                "“{typed}” could be thousands or decimals: write {} or {}",
                self.show(1250 * self.unit()),
                self.show(1250 * self.unit() / 1000)
            ));
        }
        let (whole, part) = self.split(&bare);
        let figures = |t: &str| t.chars().all(|c| c.is_ascii_digit());
        let grouped = !whole.contains([',', '.']) || groups_of_three(whole);
        let whole: String = whole.chars().filter(|c| !matches!(c, ',' | '.')).collect();
        if whole.is_empty() || !grouped || !figures(&whole) || !figures(part) {
            return Err(wrong());
        }
        if part.len() > self.decimals as usize {
            return Err(format!(
                "“{typed}” has more decimals than {} has: {}",
                self.code, self.decimals
            ));
        }
        let width = self.decimals as usize;
        let minor: i64 = format!("{whole}{part:0<width$}")
            .parse()
            .map_err(|_| wrong())?;
        if minor > MOST {
            return Err(format!(
                "“{typed}” is too much: at most {}",
                self.show(MOST)
            ));
        }
        Ok(minor)
    }

    /// Whether three digits follow a point (for euros, also a comma), or the second kind of mark. Some
    /// people write thousands so, others decimals, and a wrong guess is off by a factor of a thousand.
    fn unclear(&self, bare: &str) -> bool {
        let tail = bare.rsplit(['.', ',']).next().unwrap_or_default();
        let points = bare.matches('.').count();
        let commas = bare.matches(',').count();
        let one_point = points == 1 && commas == 0;
        // In euro countries most people write decimals after a comma.
        let one_comma = commas == 1 && points == 0 && self.code == "EUR";
        let both = points > 0 && commas > 0;
        self.decimals == 2 && tail.len() == 3 && (one_point || one_comma || both)
    }

    /// Splits off the decimals: the digits after the last mark, unless they are a group of three.
    fn split<'a>(&self, bare: &'a str) -> (&'a str, &'a str) {
        match bare.rsplit_once(['.', ',']) {
            Some((whole, part)) if part.len() != 3 || self.decimals == 3 => (whole, part),
            _ => (bare, ""),
        }
    }
}

fn groups_of_three(whole: &str) -> bool {
    let mut groups = whole.split([',', '.']);
    groups.next().is_some_and(|g| (1..=3).contains(&g.len())) && groups.all(|g| g.len() == 3)
}

#[cfg(test)]
mod tests;
