//! Camera frames to luma. Feature `camera`. skeleton
