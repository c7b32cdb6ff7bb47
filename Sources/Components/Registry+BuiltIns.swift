public import CapiCore

extension Registry {
  /// Registers every component of this module: the one line that a new one needs is here.
  public mutating func registerBuiltInComponents() throws(RegistryError) {
    try register(EMATeacher.self)
    try register(FrozenTeacher.self)
    try register(PixelTarget.self)
    try register(HOGTarget.self)

    try register(CapiLoss.self)
    try register(DirectLoss.self)
    try register(IBOTLoss.self)

    try register(InverseBlockMasking.self)
    try register(BlockMasking.self)
    try register(RandomMasking.self)
    try register(MultiBlockMasking.self)

    try register(CrossAttentionPredictor.self)
    try register(SelfAttentionPredictor.self)
    try register(FusedPredictor.self)

    try register(RoPEPositions.self)
    try register(LearnablePositions.self)
    try register(SinCosPositions.self)

    try register(PositionwiseSinkhorn.self)
    try register(StandardSinkhorn.self)

    try register(ScenesComponent.self)
    try register(ImageFolderComponent.self)
    try register(SegmentationFolderComponent.self)
    try register(CIFAR10BinaryComponent.self)
    try register(ImageNetFolderComponent.self)
    try register(ADE20KComponent.self)
    try register(VOC2012Component.self)
    try register(HDF5Component.self)
    try register(ShardsComponent.self)
  }
}
