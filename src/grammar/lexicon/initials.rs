//! Things in the order of their first letters, so that few of them need to be compared.

/// Things by the first byte of their text. Bytes that share their last five bits count as one.
#[derive(Debug)]
pub(super) struct ByInitial<T> {
    all: Vec<T>,
    /// Where those of each initial end.
    ends: [usize; INITIALS],
}

const INITIALS: usize = 32;

impl<T> ByInitial<T> {
    /// Sorts things by the first letter of their text; those of one initial keep their order.
    pub(super) fn of(mut all: Vec<T>, text: impl Fn(&T) -> &str) -> Self {
        let of = |one: &T| initial(text(one).bytes().next());
        all.sort_by_key(of);
        let ends = std::array::from_fn(|wanted| all.partition_point(|one| of(one) <= wanted));
        Self { all, ends }
    }

    pub(super) fn all(&self) -> &[T] {
        &self.all
    }

    /// Those whose text may begin with this byte.
    pub(super) fn beginning(&self, byte: Option<u8>) -> &[T] {
        let initial = initial(byte);
        let before = initial
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let to = self.ends.get(initial).copied().unwrap_or_default();
        self.all
            .get(before.copied().unwrap_or_default()..to)
            .unwrap_or_default()
    }
}

/// The place of a byte among the initials; that of nothing is the first.
pub(super) fn initial(byte: Option<u8>) -> usize {
    byte.map_or(0, |byte| usize::from(byte) % INITIALS)
}
