"""Numbers that a published text states, as it states them. Everything else in this course is computed."""

# Michael Nielsen, Neural Networks and Deep Learning (2015), chapter 5: percent of the 10,000 test images read after 30
# epochs, by the number of hidden layers of 30 sigmoid neurons. 50,000 training images, batch 10, eta 0.1, lambda 5.
NIELSEN_ACCURACIES = {1: 96.48, 2: 96.90, 3: 96.57, 4: 96.53}
# Michael Nielsen, Neural Networks and Deep Learning (2015), chapter 5: ||mean over images of delta|| for each hidden
# layer of 30 sigmoid neurons at the start, first to last, by the number of hidden layers. First 1,000 MNIST training
# images, cross-entropy, W ~ N(0, 1/n_in), b ~ N(0, 1). One unseeded draw each: compare distributions, not digits.
NIELSEN_SPEEDS = {
    2: (0.0657, 0.309),
    3: (0.0118, 0.0600, 0.283),
    4: (0.00298, 0.0171, 0.0695, 0.285),
}
NIELSEN_IMAGES = 1000
