"""Making what is learned: the sets, the hard negatives, the training."""
