namespace Scanner.Publishing.Web;

/// <summary>What the endpoint says of the worker that it is part of.</summary>
public interface IReplica
{
    /// <summary>It probes, so that its snapshot is that of now.</summary>
    bool IsLeading { get; }

    /// <summary>One line: why there is no snapshot yet.</summary>
    string WhyNoSnapshot();
}
