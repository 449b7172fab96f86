//! Memory for secrets: on a page of its own, locked where the system allows, wiped on drop, opened by one door.
//!
//! May not enter: `Clone`, `PartialEq`, serde. What is never copied need not be chased.

use zeroize::Zeroize;

/// A page of its own, so that unlocking one secret cannot unlock another that shares its page. On machines with
/// larger pages two secrets may share one; they are wiped all the same.
#[repr(align(4096))]
struct Page<const N: usize>([u8; N]);

/// `N` secret bytes, `N` at most 4,096.
///
/// ```compile_fail,E0277
/// fn needs_clone<T: Clone>() {}
/// needs_clone::<shared::keys::Secret<32>>();
/// ```
///
/// ```compile_fail,E0277
/// fn needs_comparison<T: PartialEq>() {}
/// needs_comparison::<shared::keys::Secret<32>>();
/// ```
pub struct Secret<const N: usize> {
    // Declared first, so dropped first: the page is unlocked while it is still ours.
    lock: Option<region::LockGuard>,
    page: Box<Page<N>>, // boxed: a move copies a pointer, no secret
}

impl<const N: usize> Secret<N> {
    /// Has `fill` write the bytes in place, where they are locked already; they are wiped as well when it fails half way.
    ///
    /// # Errors
    /// Those of `fill`. A page that cannot be locked is no error: see [`Self::is_locked`].
    pub fn fill_with<E>(fill: impl FnOnce(&mut [u8; N]) -> Result<(), E>) -> Result<Self, E> {
        const { assert!(N > 0 && N <= 4_096) };
        let page = Box::new(Page([0; N]));
        let lock = region::lock(page.0.as_ptr(), N).ok();
        let mut secret = Self { lock, page };
        fill(&mut secret.page.0)?;
        Ok(secret)
    }

    /// Whether the system keeps the page out of swap. Where it does not, the screen says so.
    pub const fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// A page of zeros, for what comes in bit by bit.
    pub fn empty() -> Self {
        let Ok(secret) = Self::fill_with(|_| Ok::<_, std::convert::Infallible>(()));
        secret
    }

    /// Zeros again.
    pub fn wipe(&mut self) {
        self.page.0.zeroize();
    }

    /// The only door to the bytes: a search for this name finds every use.
    pub(crate) const fn expose(&self) -> &[u8; N] {
        &self.page.0
    }

    /// The same door, to write.
    pub(crate) const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.page.0
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.page.0.zeroize();
    }
}

// By hand, so that what holds one can derive its own.
impl<const N: usize> std::fmt::Debug for Secret<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

/// Overwrites the stack below the caller, where key arithmetic leaves moved values and hash states behind.
///
/// 256 KiB is several times what derivation and signing use in a debug build.
#[inline(never)]
pub fn scrub_stack() {
    let mut below = [0xa5_u8; 256 * 1_024];
    below.zeroize();
    std::hint::black_box(&below);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_nothing_of_itself() {
        let secret = Secret::<4>::fill_with(|bytes| {
            *bytes = *b"\xde\xad\xbe\xef";
            Ok::<_, ()>(())
        });
        assert_eq!(format!("{:?}", secret.unwrap()), "Secret(hidden)");
    }

    #[test]
    fn a_failed_fill_gives_no_secret() {
        let failed = Secret::<4>::fill_with(|bytes| {
            bytes[0] = 1;
            Err("half way")
        });
        assert_eq!(failed.unwrap_err(), "half way");
    }

    #[test]
    fn each_secret_has_a_page_of_its_own() {
        let make = || Secret::<1>::fill_with(|_| Ok::<_, ()>(())).unwrap();
        let (one, other) = (make(), make());
        assert_ne!(one.expose().as_ptr() as usize / 4_096, other.expose().as_ptr() as usize / 4_096);
    }
}
