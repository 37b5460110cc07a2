using Scanner.Core.Cluster;

namespace Scanner.Decoding.Pods;

/// <summary>A pod while it is read; used again for the next one.</summary>
internal sealed class PodDraft
{
    /// <summary>Regular and init containers.</summary>
    public List<ContainerFacts> Containers { get; } = [];

    public List<EphemeralContainerDraft> Ephemeral { get; } = [];

    /// <summary>Of the ephemeral containers only.</summary>
    public List<ContainerStatusReader.Status> EphemeralStatuses { get; } = [];

    public string Name { get; set; } = "";

    public string Namespace { get; set; } = "";

    public bool Terminating { get; set; }

    public bool Mirror { get; set; }

    /// <summary>By its node selector or its required node affinity.</summary>
    public bool SelectsWindows { get; set; }

    public PodPhase Phase { get; set; }

    /// <summary>The controller; an empty kind for none.</summary>
    public (string Kind, string Name) Owner { get; set; } = ("", "");

    public string TemplateHash { get; set; } = "";

    public string RolloutHash { get; set; } = "";

    public PodSecurityFacts Security { get; set; } = PodSecurityFacts.Empty;

    /// <summary>Of the first regular container.</summary>
    public string? Image { get; set; }

    /// <summary>Null where they are not wanted.</summary>
    public LabelList? Labels { get; set; }

    /// <summary>Grows with each part that is met.</summary>
    public ulong Combination { get; set; }

    public void Clear()
    {
        Containers.Clear();
        Ephemeral.Clear();
        EphemeralStatuses.Clear();
        (Name, Namespace, TemplateHash, RolloutHash) = ("", "", "", "");
        (Terminating, Mirror, SelectsWindows) = (false, false, false);
        Phase = PodPhase.Unknown;
        Owner = ("", "");
        Security = PodSecurityFacts.Empty;
        (Image, Combination, Labels) = (null, 0, null);
    }

    /// <summary>The labels of a pod while it is read. Labels that are the same come out as one object. Not for concurrent use.</summary>
    public sealed class LabelList
    {
        private readonly Dictionary<PodLabels, PodLabels> _known = [];
        private readonly List<KeyValuePair<string, string>> _labels = [];
        private readonly List<KeyValuePair<string, string>> _ofOnePod = [];

        public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, StringPool strings) =>
            (PodCombination.IsOfOnePod(key) ? _ofOnePod : _labels).Add(KeyValuePair.Create(strings.Get(key), strings.Get(value)));

        public void Clear()
        {
            _labels.Clear();
            _ofOnePod.Clear();
        }

        /// <summary>What was added, and the next pod begins.</summary>
        public PodLabels Take()
        {
            var labels = PodLabels.Of(_labels, _ofOnePod);
            Clear();
            if (_known.TryGetValue(labels, out var known))
                return known;
            _known[labels] = labels;
            return labels;
        }
    }
}
