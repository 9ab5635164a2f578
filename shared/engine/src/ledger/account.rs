//! An account that holds one thing unchanged for a while.

/// Cash and units, constant over a stretch of bars; worth cash + units × close. Fewer than no units are a short holding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Account {
    /// Cash beside the holding: what lot rounding left over, what isn't invested, or the proceeds of a short sale.
    pub cash: f64,
    /// Units held.
    pub units: f64,
}

impl Account {
    /// All of it in the market: equity is proportional to price.
    pub fn invested(units: f64) -> Account {
        Account { cash: 0.0, units }
    }

    /// What it is worth at a price.
    #[inline]
    pub fn worth(&self, price: f64) -> f64 {
        self.cash + self.units * price
    }
}
