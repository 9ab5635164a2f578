//! A piece of wording in every language the page speaks, so a missing translation does not compile.

/// The languages of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

impl Lang {
    /// The BCP 47 tag, as the `lang` attribute and `Intl` want it.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ko => "ko",
        }
    }
}

/// One text in all languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English wording.
    pub en: &'static str,
    /// Korean wording.
    pub ko: &'static str,
}

impl Text {
    /// Both wordings of one text.
    pub const fn new(en: &'static str, ko: &'static str) -> Self {
        Text { en, ko }
    }

    /// The wording in `lang`.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Ko => self.ko,
        }
    }
}
