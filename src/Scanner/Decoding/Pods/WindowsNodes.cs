namespace Scanner.Decoding.Pods;

/// <summary>Tells by their labels the nodes that run Windows (https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-os).</summary>
internal static class WindowsNodes
{
    /// <summary>The label that names the operating system, or the one that did until Kubernetes 1.18.</summary>
    public static bool IsOsLabel(ReadOnlySpan<byte> key) => key.SequenceEqual("kubernetes.io/os"u8) || key.SequenceEqual("beta.kubernetes.io/os"u8);

    /// <summary>The label that the kubelet puts on nodes of Windows and on no others.</summary>
    public static bool IsBuildLabel(ReadOnlySpan<byte> key) => key.SequenceEqual("node.kubernetes.io/windows-build"u8);

    /// <summary>An entry of <c>spec.nodeSelector</c> that no other node satisfies.</summary>
    public static bool AreSelected(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) =>
        (IsOsLabel(key) && value.SequenceEqual("windows"u8)) || IsBuildLabel(key);
}
