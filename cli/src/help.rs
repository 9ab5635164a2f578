//! The help of the command line, in 100 columns: clap leaves each sentence in one line, however long.

use crate::table::{columns_of, wrap};

/// Breaks what is too long, below where its sentence begins.
pub fn folded(help: &str) -> String {
    let line = |line: &str| {
        if columns_of(line) <= 100 {
            return line.to_owned();
        }
        let (head, sentence) = line.split_at(begin(line));
        format!("{head}{}", wrap(sentence, head.len()))
    };
    let lines: Vec<String> = help.lines().map(line).collect();
    lines.join("\n") + "\n"
}

/// Where a line's sentence begins: behind the flag and the gap after it, or behind the indent.
fn begin(line: &str) -> usize {
    let indent = line.len() - line.trim_start().len();
    let rest = &line[indent..];
    match rest.find("  ") {
        Some(gap) => line.len() - rest[gap..].trim_start().len(),
        None => indent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_hangs_below_its_beginning() {
        let sentence = vec!["word"; 30].join(" ");
        let help = format!("Usage: x\n\n  -a, --all <X>  {sentence}\n      {sentence}\n");
        let text = folded(&help);
        assert!(text.lines().all(|line| line.len() <= 100), "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..2], ["Usage: x", ""]);
        assert!(lines[2].starts_with("  -a, --all <X>  word"));
        assert!(lines[3].starts_with(&format!("{}word", " ".repeat(17))));
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&text), words(&help), "nothing is lost");
    }
}
