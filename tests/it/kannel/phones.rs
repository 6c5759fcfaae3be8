//! All phones of the test, at the other end of Kannel's fake SMS centre. It speaks lines: `FROM TO text WORDS`,
//! `FROM TO ucs2 %XX…` and, for parts of a long text, `FROM TO udh %05%00%03… data …`.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::mpsc;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use super::rig::{Boxes, NUMBER, PATIENCE};

pub(crate) struct Phones {
    centre: TcpStream,
    arriving: mpsc::Receiver<Message>,
    // After the connection, so that Kannel outlives it.
    _boxes: Boxes,
}

/// A text as a phone shows it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) phone: String,
    pub(crate) text: String,
    pub(crate) parts: usize,
}

impl Phones {
    pub(super) fn switch_on(centre: u16, boxes: Boxes) -> Self {
        let centre = TcpStream::connect(("127.0.0.1", centre)).unwrap();
        let mut incoming = centre.try_clone().unwrap();
        let (arrives, arriving) = mpsc::channel();
        std::thread::spawn(move || {
            let mut pending = Vec::new();
            let mut chunk = vec![0; 65536];
            while let Ok(read @ 1..) = incoming.read(&mut chunk) {
                pending.extend_from_slice(&chunk[..read]);
                // Kannel writes a message at once and ends it with a newline; a text may hold newlines of its own.
                if pending.ends_with(b"\n") {
                    let lines = String::from_utf8(std::mem::take(&mut pending)).unwrap();
                    messages(&lines).for_each(|message| {
                        arrives.send(message).ok();
                    });
                }
            }
        });
        Self {
            centre,
            arriving,
            _boxes: boxes,
        }
    }

    /// A phone sends a text in GSM-7.
    pub(crate) fn text(&mut self, phone: &str, text: &str) {
        self.write(phone, "text", text);
    }

    /// A phone sends a text in UCS-2.
    pub(crate) fn text_unicode(&mut self, phone: &str, text: &str) {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let encoded = percent_encode(&bytes, NON_ALPHANUMERIC).to_string();
        self.write(phone, "ucs2", &encoded);
    }

    /// The next text that arrives at any phone, all its parts together.
    #[track_caller]
    pub(crate) fn receive(&mut self) -> Received {
        let mut first = self.next();
        let mut parts = 1;
        while parts < first.of {
            let next = self.next();
            assert_eq!(next.phone, first.phone, "parts of two texts mixed");
            first.bytes.extend(next.bytes);
            first.unicode |= next.unicode;
            parts += 1;
        }
        Received {
            text: first.text(),
            phone: first.phone,
            parts,
        }
    }

    #[track_caller]
    fn next(&mut self) -> Message {
        self.arriving
            .recv_timeout(PATIENCE)
            .expect("no text arrived")
    }

    fn write(&mut self, phone: &str, kind: &str, text: &str) {
        let line = format!("{phone} {NUMBER} {kind} {text}\n");
        self.centre.write_all(line.as_bytes()).unwrap();
    }
}

#[derive(Debug)]
struct Message {
    phone: String,
    unicode: bool,
    bytes: Vec<u8>,
    /// How many parts the text has.
    of: usize,
}

impl Message {
    fn text(&self) -> String {
        if !self.unicode {
            return String::from_utf8(self.bytes.clone()).unwrap();
        }
        let units: Vec<u16> = self
            .bytes
            .chunks(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        String::from_utf16(&units).unwrap()
    }
}

fn messages(lines: &str) -> impl Iterator<Item = Message> {
    let start = format!("{NUMBER} ");
    let mut whole: Vec<String> = Vec::new();
    for line in lines.trim_end_matches('\n').split('\n') {
        if let Some(message) = line.strip_prefix(&start) {
            whole.push(message.to_owned());
        } else {
            let last = whole.last_mut().expect("a message before its second line");
            last.push('\n');
            last.push_str(line);
        }
    }
    whole.into_iter().map(|message| read(&message))
}

fn read(message: &str) -> Message {
    let (phone, rest) = message.split_once(' ').unwrap();
    let (kind, rest) = rest.split_once(' ').unwrap();
    let (header, data) = match kind {
        "udh" => {
            let (header, data) = rest.split_once(" data ").unwrap();
            (decode(header), decode(data))
        }
        "text" => (Vec::new(), rest.as_bytes().to_vec()),
        "ucs-2" => (Vec::new(), decode(rest)),
        other => panic!("a message of kind {other}"),
    };
    Message {
        phone: phone.to_owned(),
        // The header does not tell the alphabet, but only UCS-2 has such bytes, in one part at least.
        unicode: kind == "ucs-2" || data.iter().any(|byte| *byte < b'\n'),
        // Concatenation with an 8-bit reference: length, 00, 03, reference, parts, number.
        of: header.get(4).copied().map_or(1, usize::from),
        bytes: data,
    }
}

fn decode(text: &str) -> Vec<u8> {
    percent_decode_str(&text.replace('+', " ")).collect()
}
