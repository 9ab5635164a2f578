//! The query of a path: known keys only, each at most once.

use domain::Ts;

use crate::question::BadQuestion;

/// 2100: later bounds are slips, such as microseconds for milliseconds.
const LATEST: i64 = 4_102_444_800_000;

/// The keys a route knows, each at most once.
pub struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Reads them.
    pub fn read<K: AsRef<str>, V: AsRef<str>>(
        known: &'static [&'static str],
        pairs: impl Iterator<Item = (K, V)>,
    ) -> Result<Self, BadQuestion> {
        let mut read: Vec<(&'static str, String)> = Vec::new();
        for (key, value) in pairs {
            let mut names = known.iter().copied();
            let key = names
                .find(|name| *name == key.as_ref())
                .ok_or(BadQuestion::UnknownKey(known))?;
            if read.iter().any(|(name, _)| *name == key) {
                return Err(BadQuestion::Twice(key));
            }
            read.push((key, value.as_ref().to_owned()));
        }
        Ok(Self(read))
    }

    /// What a key says, if it was given.
    pub fn find(&self, key: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        let (_, value) = pairs.find(|(name, _)| *name == key)?;
        Some(value)
    }

    /// What a key says; it must be given.
    pub fn get(&self, key: &'static str) -> Result<&str, BadQuestion> {
        self.find(key).ok_or(BadQuestion::Missing(key))
    }

    /// A moment in milliseconds.
    pub fn time(&self, key: &'static str) -> Result<Ts, BadQuestion> {
        let text = self.get(key)?;
        // `str::parse` would also take a sign.
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let at = digits.then(|| text.parse().ok()).flatten();
        let at = at.filter(|at| (0..=LATEST).contains(at));
        at.map(Ts).ok_or(BadQuestion::Time(key))
    }
}
