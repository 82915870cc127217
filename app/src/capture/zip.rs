//! Zip archives of whole files, uncompressed, so that what is in them never has to be in memory:
//! the heads that stand between the files, and what an archive's end says of it
//! (PKWARE's APPNOTE 6.3, §4.3).

/// Where an archive's end may begin at the earliest: its comment has 64 kB at most.
pub const TAIL: u64 = 22 + 65_535;
/// Sizes and places have four bytes; larger archives are another format.
const MOST: u64 = u32::MAX as u64;
/// More files than an archive of this format has.
const MOST_FILES: usize = 65_534;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;

/// A checksum as zip archives have it, over bytes that come piece by piece.
#[derive(Clone, Copy, Debug)]
pub struct Crc(u32);

impl Default for Crc {
    fn default() -> Crc {
        Crc(u32::MAX)
    }
}

/// The remainders of all bytes by zip's polynomial.
const REMAINDERS: [u32; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut rest = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 {
                rest >> 1 ^ 0xedb8_8320
            } else {
                rest >> 1
            };
            bit += 1;
        }
        table[byte] = rest;
        byte += 1;
    }
    table
};

impl Crc {
    /// The next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let at = (self.0 as u8 ^ byte) as usize;
            self.0 = self.0 >> 8 ^ REMAINDERS[at];
        }
    }

    /// The checksum of all bytes so far.
    pub fn value(self) -> u32 {
        !self.0
    }
}

/// An archive while it is written: files come one after the other, each behind its head.
#[derive(Debug, Default)]
pub struct Writer {
    /// How long the archive is so far.
    at: u64,
    central: Vec<u8>,
    n_files: usize,
}

impl Writer {
    /// The head of the next file; none if the archive would become too large.
    pub fn head(&mut self, name: &str, size: u64, crc: u32) -> Option<Vec<u8>> {
        let length = u16::try_from(name.len()).ok()?;
        let (at, size) = (u32::try_from(self.at).ok()?, u32::try_from(size).ok()?);
        // Version 2.0; names in UTF-8; stored; midnight of 1 January 1980, since the time is in
        // the files' names.
        let mut common = Vec::new();
        for word in [20, 1 << 11, 0, 0, 0x21_u16] {
            common.extend(word.to_le_bytes());
        }
        for word in [crc, size, size] {
            common.extend(word.to_le_bytes());
        }
        common.extend(length.to_le_bytes());
        common.extend(0_u16.to_le_bytes());
        let mut head = LOCAL.to_le_bytes().to_vec();
        head.extend(&common);
        head.extend(name.as_bytes());

        self.central.extend(CENTRAL.to_le_bytes());
        self.central.extend(20_u16.to_le_bytes());
        self.central.extend(&common);
        // No comment, the first disk, nothing special inside or outside.
        self.central.extend([0; 10]);
        self.central.extend(at.to_le_bytes());
        self.central.extend(name.as_bytes());
        self.n_files += 1;
        self.at += head.len() as u64 + u64::from(size);
        let whole = self.at + self.central.len() as u64;
        (whole < MOST && self.n_files <= MOST_FILES).then_some(head)
    }

    /// What stands behind the last file.
    pub fn end(self) -> Vec<u8> {
        let count = (self.n_files as u16).to_le_bytes();
        let mut end = self.central;
        let length = end.len() as u32;
        end.extend(END.to_le_bytes());
        end.extend([0; 4]);
        end.extend(count);
        end.extend(count);
        end.extend(length.to_le_bytes());
        end.extend((self.at as u32).to_le_bytes());
        end.extend([0; 2]);
        end
    }
}

/// A file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name with its folders.
    pub name: String,
    /// Where its own head begins.
    pub head: u64,
    /// How many bytes it has in the archive.
    pub packed: u64,
    /// How many it has in itself.
    pub size: u64,
    /// Whether its bytes are compressed; otherwise they are as they are.
    pub deflated: bool,
    /// Its checksum.
    pub crc: u32,
}

/// Where the list of files stands: its place and its length, out of the last [`TAIL`] bytes of an
/// archive that is `length` bytes long.
pub fn directory(tail: &[u8], length: u64) -> Option<(u64, u64)> {
    let signature = END.to_le_bytes();
    let at = (0..tail.len().checked_sub(21)?)
        .rev()
        .find(|at| tail[*at..].starts_with(&signature))?;
    let (size, from) = (word(tail, at + 12)?, word(tail, at + 16)?);
    (from.checked_add(size)? <= length).then_some((from, size))
}

/// The files that an archive lists, folders left out. Nothing for lists that are broken, and for
/// files that are encrypted or compressed in another way.
pub fn members(directory: &[u8]) -> Option<Vec<Member>> {
    let mut members = Vec::new();
    let mut at = 0;
    while at + 46 <= directory.len() {
        if word(directory, at)? != u64::from(CENTRAL) {
            return None;
        }
        let flags = half(directory, at + 8)?;
        let method = half(directory, at + 10)?;
        let (name, extra) = (half(directory, at + 28)?, half(directory, at + 30)?);
        let comment = half(directory, at + 32)?;
        let bytes = directory.get(at + 46..at + 46 + name)?;
        let name_text = String::from_utf8_lossy(bytes).into_owned();
        let member = Member {
            head: word(directory, at + 42)?,
            crc: word(directory, at + 16)? as u32,
            packed: word(directory, at + 20)?,
            size: word(directory, at + 24)?,
            deflated: method == 8,
            name: name_text,
        };
        let plain = flags & 1 == 0 && matches!(method, 0 | 8);
        if !member.name.ends_with('/') {
            members.push(plain.then_some(member)?);
        }
        at += 46 + name + extra + comment;
    }
    Some(members)
}

/// How long a file's own head is, from its first 30 bytes.
pub fn head_length(head: &[u8]) -> Option<u64> {
    if word(head, 0)? != u64::from(LOCAL) {
        return None;
    }
    Some((30 + half(head, 26)? + half(head, 28)?) as u64)
}

fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let word = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u64::from(u32::from_le_bytes(*word)))
}

fn half(bytes: &[u8], at: usize) -> Option<usize> {
    let half = bytes.get(at..)?.first_chunk::<2>()?;
    Some(usize::from(u16::from_le_bytes(*half)))
}

/// Where a file of an exchanged archive belongs: a response's id and a file's name. Nothing for
/// names that are not ours, such as those that lead elsewhere.
pub fn media_place(name: &str) -> Option<(&str, &str)> {
    let (response, file) = name.strip_prefix("media/")?.split_once('/')?;
    let plain = |it: &str| {
        !it.is_empty()
            && it.len() <= 80
            && it
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'.' | b'_'))
    };
    (plain(response) && plain(file)).then_some((response, file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut writer, mut bytes) = (Writer::default(), Vec::new());
        for (name, content) in files {
            let mut crc = Crc::default();
            content.chunks(3).for_each(|it| crc.add(it));
            bytes.extend(
                writer
                    .head(name, content.len() as u64, crc.value())
                    .expect("small"),
            );
            bytes.extend(*content);
        }
        bytes.extend(writer.end());
        bytes
    }

    #[test]
    fn checksums_are_those_of_the_standard() {
        let mut crc = Crc::default();
        crc.add(b"123456789");
        assert_eq!(crc.value(), 0xcbf4_3926);
    }

    #[test]
    fn an_archive_is_read_back() {
        let files: [(&str, &[u8]); 3] = [
            ("responses.json", b"{}"),
            ("media/a/1.jpg", b"\xff\xd8"),
            ("media/a/2.txt", b""),
        ];
        let bytes = archive(&files);
        let (from, size) = directory(&bytes, bytes.len() as u64).expect("it has an end");
        let listed = members(&bytes[from as usize..(from + size) as usize]).expect("it is sound");
        assert_eq!(listed.len(), files.len());
        for (member, (name, content)) in listed.iter().zip(files) {
            assert_eq!(
                (member.name.as_str(), member.size),
                (name, content.len() as u64)
            );
            let head = &bytes[member.head as usize..];
            let at = head_length(head).expect("it has a head") as usize;
            assert_eq!(&head[at..at + content.len()], content);
        }
    }

    #[test]
    fn another_program_reads_it() {
        let bytes = archive(&[("media/a/1.txt", b"words")]);
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("it is one");
        let mut file = zip.by_name("media/a/1.txt").expect("it is there");
        let mut words = String::new();
        std::io::Read::read_to_string(&mut file, &mut words).expect("its checksum holds");
        assert_eq!(words, "words");
    }

    #[test]
    fn damage_is_no_archive() {
        let bytes = archive(&[("a", b"b")]);
        for cut in 0..bytes.len() {
            let _ = directory(&bytes[..cut], cut as u64).map(|(from, size)| {
                let end = (from + size).min(cut as u64) as usize;
                members(&bytes[(from as usize).min(end)..end])
            });
        }
        assert_eq!(directory(b"", 0), None);
        assert_eq!(members(&[0; 46]), None);
        assert!(
            Writer::default().head("a", 1 << 32, 0).is_none(),
            "larger than the format"
        );
    }

    #[test]
    fn names_that_lead_elsewhere_are_left_out() {
        assert_eq!(media_place("media/01a-b/1.jpg"), Some(("01a-b", "1.jpg")));
        for name in [
            "media/a",
            "media//x",
            "x/media/a/b",
            "media/a/b/c",
            "media/a/\u{e9}",
            "/media/a/b",
        ] {
            assert_eq!(media_place(name), None, "{name}");
        }
    }
}
