/// The notebook about patch features. It reads `features.h5` beside it and nothing else.
package struct FeaturesNotebook: Sendable {
  package let name: String

  package init(name: String) { self.name = name }

  package var notebook: Notebook {
    Notebook(
      title: name + "-features",
      cells: [
        .markdown(introduction), .code(Self.opening),
        .markdown(Self.aboutComponents), .code(Self.components), .code(Self.pictures),
        .markdown(Self.aboutNeighbours), .code(Self.neighbours),
      ])
  }

  private var introduction: String {
    """
    # \(name): features

    Patch features of whole images, `[image, row, column, channel]`, from `features.h5` beside \
    this notebook: their principal components, drawn as colours, and a k-NN classification where \
    images have labels.
    """
  }

  private static let opening = """
    %matplotlib inline
    import h5py
    import matplotlib.pyplot as plt
    import numpy as np

    features = h5py.File("features.h5", "r")
    data = features["data"]
    images, rows, columns, channels = data.shape
    assert len(features["index"]) == images, "an index for each image"
    print(f"{images} images, {rows} × {columns} patches, {channels} channels, {data.dtype}")
    for name, value in features.attrs.items():
        print(f"{name}: {value}")
    """

  private static let aboutComponents = """
    ## Principal components

    From the covariance over all patches of all images; the file is read image by image, so that \
    memory does not grow with it.
    """

  private static let components = """
    count, total, products = 0, np.zeros(channels), np.zeros((channels, channels))
    for start in range(0, images, 64):
        block = data[start:start + 64].reshape(-1, channels).astype(np.float64)
        count += len(block)
        total += block.sum(axis=0)
        products += block.T @ block
    assert count == images * rows * columns, "every patch is counted, none sampled"
    mean = total / count
    covariance = products / count - np.outer(mean, mean)
    variances, directions = np.linalg.eigh(covariance)
    variances, directions = variances[::-1].clip(0), directions[:, ::-1]
    share = variances / variances.sum()
    rank = np.exp(-(share[share > 0] * np.log(share[share > 0])).sum())
    print(f"the first three components hold {100 * share[:3].sum():.1f} % of the variance; "
          f"effective rank {rank:.1f} of {channels}")

    figure, ax = plt.subplots(figsize=(6, 3))
    ax.plot(np.arange(1, channels + 1), np.cumsum(share))
    ax.set(xlabel="components", ylabel="share of the variance", ylim=(0, 1.02))
    figure.tight_layout()
    plt.show()
    """

  private static let pictures = """
    chosen = np.linspace(0, images - 1, min(images, 8)).astype(int)
    projected = np.stack([(data[i].astype(np.float64) - mean) @ directions[:, :3] for i in chosen])
    low, high = np.quantile(projected, [0.02, 0.98], axis=(0, 1, 2))
    colours = ((projected - low) / np.maximum(high - low, 1e-12)).clip(0, 1)
    figure, panels = plt.subplots(1, len(chosen), figsize=(1.7 * len(chosen), 2), squeeze=False)
    for ax, picture, index in zip(panels[0], colours, features["index"][()][chosen]):
        ax.imshow(picture, interpolation="nearest")
        ax.set_title(f"image {index}", fontsize=8)
        ax.axis("off")
    figure.tight_layout()
    plt.show()
    """

  private static let aboutNeighbours = """
    ## Neighbours

    Each image is represented by the mean of its patches; its class is guessed from the most \
    similar other images (cosine, leave one out).
    """

  private static let neighbours = """
    if "label" not in features:
        print("This file has no image labels.")
    else:
        labels = features["label"][()]
        vectors = np.stack([data[i].astype(np.float64).mean(axis=(0, 1)) for i in range(images)])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)
        classes, positions = np.unique(labels, return_inverse=True)
        for k in (1, 5, 20):
            if k >= images:
                continue
            right = 0
            for start in range(0, images, 256):
                similar = vectors[start:start + 256] @ vectors.T
                similar[np.arange(len(similar)), np.arange(start, start + len(similar))] = -np.inf
                nearest = np.argpartition(-similar, k - 1, axis=1)[:, :k]
                votes = np.zeros((len(similar), len(classes)))
                for place in range(k):
                    votes[np.arange(len(similar)), positions[nearest[:, place]]] += 1
                right += (votes.argmax(axis=1) == positions[start:start + 256]).sum()
            print(f"k = {k}: {100 * right / images:.2f} % right, "
                  f"chance {100 * np.bincount(positions).max() / images:.2f} %")
    """
}
