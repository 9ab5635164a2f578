//! Why a file isn't read at all: it is of another kind, too large, or made to hurt.

use crate::defect::Words;
use serde::{Deserialize, Serialize};

/// Why a file was refused before its rows were looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty; expected a table with a row a bar")]
    Empty,
    /// A kind of file that isn't read here.
    #[error("this is {}; {}", .what.en, .instead.en)]
    Kind {
        /// What it is.
        what: Words,
        /// What would be right.
        instead: Words,
    },
    /// More than a limit allows.
    #[error("{} is {got}, more than the {limit} that are read", .what.en)]
    TooLarge {
        /// What is too large: `the file`, `row 7`.
        what: Words,
        /// How large it is, or how far was counted.
        got: u64,
        /// What is allowed.
        limit: u64,
    },
    /// It unpacks to far more than bars do.
    #[error(
        "{what} unpacks to {ratio} times its size or more; bars pack 20 to one at best, so this isn't unpacked"
    )]
    Bomb {
        /// Which part.
        what: String,
        /// Bytes out of a byte in.
        ratio: u64,
    },
    /// The file contradicts itself.
    #[error("the {format} file is damaged: {reason}")]
    Damaged {
        /// `zip`, `Parquet` …
        format: String,
        /// What doesn't agree.
        reason: String,
    },
    /// A name inside a zip file that points out of it.
    #[error(
        "the zip file holds the name {name:?}, which points out of the folder it would be unpacked to"
    )]
    Path {
        /// The name.
        name: String,
    },
    /// Several files inside; which one to read must be said.
    #[error("the zip file holds {} files: say which one, like {:?}", .names.len(), .names.first().map_or("", String::as_str))]
    SeveralFiles {
        /// Their names.
        names: Vec<String>,
    },
    /// The file asked for isn't inside.
    #[error("the zip file holds no {name:?}")]
    NoSuchFile {
        /// The name asked for.
        name: String,
    },
}

impl Refusal {
    /// What happened and what would be right, for a reader of the page; without [`Refusal::particulars`].
    pub fn words(&self) -> Words {
        match self {
            Refusal::Empty => Words::new(
                "The file is empty: a table with a row for each bar is expected.",
                "파일이 비어 있습니다. 봉마다 한 행인 표가 필요합니다.",
            ),
            Refusal::Kind { what, instead } => Words::new(
                format!(
                    "This is {}, which isn't read here: {}.",
                    what.en, instead.en
                ),
                format!("{}: 여기서 읽지 않는 파일입니다. {}.", what.ko, instead.ko),
            ),
            Refusal::TooLarge { what, got, limit } => Words::new(
                format!("Too large: {} is {got}, at most {limit} are read.", what.en),
                format!("너무 큽니다. {}: {got}, 한도는 {limit}입니다.", what.ko),
            ),
            Refusal::Bomb { what, ratio } => Words::new(
                format!(
                    "{what} unpacks to {ratio} times its size or more, which bars never do, so it isn't unpacked."
                ),
                format!(
                    "{what}: 압축을 풀면 크기의 {ratio}배를 넘습니다. 봉은 그렇게 압축되지 않으므로 풀지 않습니다."
                ),
            ),
            Refusal::Damaged { format, .. } => Words::new(
                format!("The {format} file is damaged: save or download it again."),
                format!("{format} 파일이 손상되었습니다. 다시 저장하거나 내려받으세요."),
            ),
            Refusal::Path { name } => Words::new(
                format!(
                    "The zip file holds the name {name:?}, which points out of its folder, so it isn't read."
                ),
                format!("zip 파일에 폴더 밖을 가리키는 이름 {name:?}이(가) 있어 읽지 않습니다."),
            ),
            Refusal::SeveralFiles { names } => Words::new(
                format!("The zip file holds {} files: choose one.", names.len()),
                format!(
                    "zip 파일에 파일이 {}개 있습니다. 하나를 고르세요.",
                    names.len()
                ),
            ),
            Refusal::NoSuchFile { name } => Words::new(
                format!("The zip file holds no {name:?}."),
                format!("zip 파일에 {name:?}이(가) 없습니다."),
            ),
        }
    }

    /// What only the reader of the file could tell, in English; empty when the words say all.
    pub fn particulars(&self) -> &str {
        match self {
            Refusal::Damaged { reason, .. } => reason,
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Refusal;
    use crate::defect::Words;

    #[test]
    fn every_refusal_has_words_in_both_languages() {
        let name = || "a.csv".to_owned();
        let text = || Words::new("a spreadsheet", "스프레드시트");
        let all = [
            Refusal::Empty,
            Refusal::Kind {
                what: text(),
                instead: Words::new("save it as CSV", "CSV로 저장하세요"),
            },
            Refusal::TooLarge {
                what: text(),
                got: 7,
                limit: 5,
            },
            Refusal::Bomb {
                what: name(),
                ratio: 900,
            },
            Refusal::Damaged {
                format: "zip".to_owned(),
                reason: "it has no directory".to_owned(),
            },
            Refusal::Path { name: name() },
            Refusal::SeveralFiles {
                names: vec![name(), name()],
            },
            Refusal::NoSuchFile { name: name() },
        ];
        let is_hangul = |letter: char| ('가'..='힣').contains(&letter);
        for refusal in all {
            let words = refusal.words();
            assert!(!words.en.contains(is_hangul), "{}", words.en);
            assert!(words.ko.contains(is_hangul), "{}", words.ko);
            for sentence in [&words.en, &words.ko] {
                assert!(
                    sentence.ends_with('.') && !sentence.ends_with(".."),
                    "{sentence}"
                );
            }
        }
        let cut = Refusal::Damaged {
            format: "gzip".to_owned(),
            reason: "its head is cut off".to_owned(),
        };
        assert_eq!(cut.particulars(), "its head is cut off");
    }
}
