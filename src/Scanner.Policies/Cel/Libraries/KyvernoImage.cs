using Scanner.Policies.Cel.Functions;
using Scanner.Policies.Cel.Values;
using Scanner.Policies.Images;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>The name of an image.</summary>
internal sealed class KyvernoImage(ImageReference reference) : CelOpaque(OpaqueTypes.Image)
{
    public ImageReference Reference => reference;

    public override int Hash => reference.GetHashCode();

    public override bool IsSameAs(CelOpaque other) => reference == ((KyvernoImage)other).Reference;

    public override string ToString() => reference.Reference;
}
