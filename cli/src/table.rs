//! Plain text that fits a terminal: tables with numbers to the right, sentences wrapped at 100 columns.

/// Lines up rows; a cell that starts with a digit, a sign or a dash leans right.
pub fn align(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| columns_of(cell))
            .max()
    };
    let widths: Vec<usize> = (0..columns)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| {
            let number = cell.starts_with(|c: char| c.is_ascii_digit() || "+-–".contains(c));
            let room = " ".repeat(width.saturating_sub(columns_of(cell)));
            if number {
                format!("{room}{cell}")
            } else {
                format!("{cell}{room}")
            }
        });
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Lines up rows whose last cell may be long: it is broken behind dots and hangs below itself, so that 100 columns hold it.
pub fn align_hanging(rows: &[Vec<String>]) -> String {
    let heads: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.split_last().map_or(&[][..], |(_, head)| head).to_vec())
        .collect();
    let heads = align(&heads);
    let widest = heads.lines().map(columns_of).max().unwrap_or(0);
    let mut text = String::new();
    for (head, row) in heads.lines().zip(rows) {
        let room = " ".repeat(widest.saturating_sub(columns_of(head)) + 2);
        let last = row.last().map_or("", String::as_str);
        let words = fold(last.split_inclusive('.'), "", widest + 2);
        text.push_str(format!("{head}{room}{words}").trim_end());
        text.push('\n');
    }
    text
}

/// Breaks a sentence at spaces so that it fits 100 columns behind an indent.
pub fn wrap(sentence: &str, indent: usize) -> String {
    fold(sentence.split(' '), " ", indent)
}

fn fold<'a>(parts: impl Iterator<Item = &'a str>, between: &str, indent: usize) -> String {
    let mut text = String::new();
    let mut column = indent;
    for part in parts {
        let width = columns_of(part);
        if column > indent && column + between.len() + width > 100 {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            column = indent;
        } else if column > indent {
            text.push_str(between);
            column += between.len();
        }
        text.push_str(part);
        column += width;
    }
    text
}

/// How many columns a terminal gives this text: letters of Korean, Chinese and Japanese take two.
pub fn columns_of(text: &str) -> usize {
    let wide = |letter: char| {
        matches!(letter,
            '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}')
    };
    text.chars()
        .map(|letter| 1 + usize::from(wide(letter)))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_take_two_columns_are_counted_as_two() {
        assert_eq!(columns_of("종가 − 1"), 8);
        let fifty = vec!["다섯글자임"; 20].join(" ");
        for line in wrap(&fifty, 2).lines() {
            assert!(columns_of(line) <= 100, "{line}");
        }
        // Nine words of ten columns and the spaces between them fit behind two columns of indent.
        let first = wrap(&fifty, 2);
        assert_eq!(first.lines().next().map(columns_of), Some(98));
        let rows = [["봉", "x"], ["bar", "y"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(align(&rows), "봉   x\nbar  y\n");
    }

    #[test]
    fn a_long_last_cell_hangs_below_itself() {
        let path = [
            "entries[0]",
            "when",
            "above",
            "left",
            "indicator",
            "inputs[0]",
        ]
        .join(".");
        let long = [path.as_str(), path.as_str(), path.as_str()].join(".");
        let rows = [["9", "bars", long.as_str()], ["120", "bars", "weight"]];
        let text = align_hanging(&rows.map(|row| row.map(str::to_owned).to_vec()));
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 3, "{text}");
        assert!(lines[0].starts_with("  9  bars  entries[0].when.") && lines[0].ends_with('.'));
        assert!(lines[1].starts_with("           ") && !lines[1].ends_with('.'));
        assert_eq!(lines[2], "120  bars  weight");
        assert!(lines.iter().all(|line| line.len() <= 100), "{text}");
        let whole: String = text.lines().take(2).map(|line| &line[11..]).collect();
        assert_eq!(whole, long, "nothing is lost at a break");
    }
}
