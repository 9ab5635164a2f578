//! A sentence made for one place, in every language of the page.

use domain::{Lang, Text};
use serde::{Deserialize, Serialize};

/// One wording in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// English.
    pub en: String,
    /// Korean.
    pub ko: String,
}

impl Words {
    /// Both wordings.
    pub fn new(en: impl Into<String>, ko: impl Into<String>) -> Words {
        Words {
            en: en.into(),
            ko: ko.into(),
        }
    }

    /// The wording in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Ko => &self.ko,
        }
    }
}

impl From<Text> for Words {
    fn from(text: Text) -> Words {
        Words::new(text.en, text.ko)
    }
}

/// A name that is the same in every language.
impl From<&str> for Words {
    fn from(name: &str) -> Words {
        Words::new(name, name)
    }
}
